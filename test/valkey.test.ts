import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resultsSchema } from '../harness/model/results.ts';
import { messageOf } from '../harness/errors.ts';
import { locate } from '../harness/provision/provision.ts';
import { holdfast, nothingLeft, temporaryFolder } from './holdfast.ts';

const found = await locate('valkey-server', {
  signal: new AbortController().signal,
  report: () => {},
}).catch(messageOf);
const OPTIONS = { skip: typeof found === 'string' && found };

const LOAD =
  '--store redis --workload register --save-mode awaited --duration 5s --clients 10 --rate 100 --seed valkey';

/** What a run on Valkey came to. */
async function runWith(more: string, env: Record<string, string> = {}) {
  await using folder = await temporaryFolder();
  const flags = `run ${LOAD} --setting server=valkey-server ${more}`.split(' ');
  const { code, stdout, stderr } = await holdfast([...flags, '--reports', folder.path, '--json'], env);
  return { code, stderr, results: resultsSchema.parse(JSON.parse(stdout)) };
}

test(
  'a Redis that is set to be Valkey is Valkey, goes by that, and its version is told',
  OPTIONS,
  async () => {
    assert.ok(typeof found === 'object');
    const { results, stderr } = await runWith('--setting persistence=aof-always --faults server-crash@2s');
    const [experiment] = results.experiments;
    assert.equal(experiment?.verdict, 'pass', stderr);
    assert.deepEqual(
      experiment.faults.map(({ tookEffect }) => tookEffect),
      [true],
    );
    assert.match(JSON.stringify(results.stores), /redis\+server=valkey-server\+persistence=aof-always/);
    const { version } = results.versions.find(({ name }) => name === 'valkey-server') ?? {};
    assert.equal(version, found.version);
    assert.ok(!results.versions.some(({ name }) => name === 'redis-server'));
  },
);

test('its sentinels have a replica take over', OPTIONS, async () => {
  const { results, stderr } = await runWith('--topology sentinel --faults server-failover@2s');
  const [fault] = results.experiments[0]?.faults ?? [];
  assert.ok(fault?.tookEffect && fault.healedMs !== undefined, stderr);
  assert.notEqual(fault.evidence['primaryAfter'], fault.evidence['primaryBefore']);
});

test('where it cannot be had, nothing else is taken for it', async () => {
  const { code, stderr } = await holdfast(
    ['run', ...`${LOAD} --setting server=valkey-server --reports /dev/null`.split(' ')],
    { VALKEY_SERVER_BIN: process.execPath },
  );
  assert.equal(code, 64);
  assert.match(stderr, /VALKEY_SERVER_BIN names a valkey-server that cannot be used/);
});

test('nothing is left of it', () => nothingLeft());
