import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import pWaitFor from 'p-wait-for';
import { resultsSchema, type Results } from '../harness/model/results.ts';
import {
  holdfast,
  leftovers,
  nothingLeft,
  onlyRun,
  startHoldfast,
  temporaryFolder,
  untilPrints,
} from './holdfast.ts';

const lasting = (duration: string) => `--clients 10 --rate 200 --seed e2e --duration ${duration}`.split(' ');
const SHORT = lasting('2500ms');

async function resultsOf(run: string): Promise<Results> {
  return resultsSchema.parse(JSON.parse(await readFile(join(run, 'results.json'), 'utf8')));
}

test('MemoryStore loses every session when the app crashes: exit 1, and check and gate say why', async () => {
  await using folder = await temporaryFolder();
  const flags = ['--store', 'memory', '--faults', 'app-crash@1s', '--reports', folder.path];
  const { code, stderr } = await holdfast(['run', ...flags, ...SHORT]);
  assert.equal(code, 1, stderr);
  const run = await onlyRun(folder.path);
  const results = await resultsOf(run);
  const [experiment] = results.experiments;
  assert.ok(experiment);
  const [crash] = experiment.faults;
  assert.equal(crash?.tookEffect, true);
  assert.equal(crash?.sessionsBefore, 40);
  assert.equal(crash?.sessionsLost, 40);
  assert.ok((experiment.anomalyCounts['lost-session'] ?? 0) >= 40);
  assert.equal(experiment.verdict, 'fail');
  const [witness] = experiment.anomalies;
  assert.ok(witness && witness.witness.length >= 2 && witness.witness.length <= 6);

  const before = await readFile(join(run, 'results.json'), 'utf8');
  const checked = await holdfast(['check', run]);
  assert.equal(checked.code, 1);
  assert.equal(await readFile(join(run, 'results.json'), 'utf8'), before);

  // That it promises nothing of the kind is no reason to release it, but its own word is kept.
  const gated = await holdfast(['gate', run]);
  assert.equal(gated.code, 1, gated.stdout);
  assert.match(
    gated.stdout.replaceAll(/\s+/g, ' '),
    /MemoryStore does not promise survives-app-restart, and (\d+) of \1 sessions were lost at app-crash/,
  );
  const byItsWord = await holdfast(['gate', run, '--policy', 'as-promised']);
  assert.equal(byItsWord.code, 0, byItsWord.stdout);
  assert.match(byItsWord.stdout, /not promised/);
  const policy = join(folder.path, 'policy.json');
  await writeFile(policy, '{"nonsense": true}');
  assert.equal((await holdfast(['gate', run, '--policy', policy])).code, 64);
  await nothingLeft();
});

for (const store of ['redis', 'mongo']) {
  test(`${store} keeps everything through a restart and a crash of the app: exit 0`, async () => {
    await using folder = await temporaryFolder();
    const flags = [
      '--store',
      store,
      '--faults',
      'app-restart@700ms,app-crash@1600ms',
      '--reports',
      folder.path,
    ];
    const { code, stdout, stderr } = await holdfast(['run', ...flags, ...SHORT]);
    assert.equal(code, 0, stdout + stderr);
    const run = await onlyRun(folder.path);
    const [experiment] = (await resultsOf(run)).experiments;
    assert.ok(experiment);
    assert.ok(experiment.counts.writesAcknowledged > 0);
    assert.equal(experiment.counts.writesLost, 0);
    assert.deepEqual(
      experiment.faults.map(({ tookEffect }) => tookEffect),
      [true, true],
    );
    assert.equal((await holdfast(['gate', run])).code, 0);
    await nothingLeft();
  });
}

test('a fault that outlasts the load is waited for, and every session is looked at after it', async () => {
  await using folder = await temporaryFolder();
  const flags = ['--store', 'redis', '--faults', 'app-pause@2s+3s', '--reports', folder.path];
  const { code, stdout, stderr } = await holdfast(['run', ...flags, ...SHORT]);
  assert.equal(code, 0, stdout + stderr);
  const [experiment] = (await resultsOf(await onlyRun(folder.path))).experiments;
  const [pause] = experiment?.faults ?? [];
  assert.equal(pause?.tookEffect, true);
  assert.equal(pause?.sessionsLost, 0);
  assert.equal(pause?.sessionsBefore, experiment?.counts.sessions);
  assert.ok((pause?.healedMs ?? 0) > 5000);
});

test('a write that was lost behind a 200 is laid to the middleware, by what the app itself counted', async () => {
  await using folder = await temporaryFolder();
  const module = join(folder.path, 'refusing.mjs');
  await writeFile(
    module,
    `export default ({ session }) => {
      let saves = 0;
      class Refusing extends session.MemoryStore {
        set(sid, data, callback) {
          if (++saves % 20 === 0) setImmediate(() => callback(new Error('refused')));
          else super.set(sid, data, callback);
        }
      }
      return new Refusing();
    };`,
  );
  const reports = join(folder.path, 'reports');
  const { code, stderr } = await holdfast(['run', '--store-module', module, '--reports', reports, ...SHORT]);
  assert.equal(code, 1, stderr);
  const run = await onlyRun(reports);
  const [experiment] = (await resultsOf(run)).experiments;
  const lost = experiment?.anomalies.filter(({ kind }) => kind === 'lost-write') ?? [];
  assert.ok(lost.length > 0);
  assert.ok(lost.every(({ layer }) => layer === 'middleware'));
  assert.match(await readFile(join(run, 'history.ndjson'), 'utf8'), /\{"unsaved":"app-1"/);
});

test('a history that is cut off is unknown, never a pass, and what is there is still judged', async () => {
  await using folder = await temporaryFolder();
  const { code } = await holdfast(['run', '--store', 'memory', '--reports', folder.path, ...SHORT]);
  assert.equal(code, 0);
  const run = await onlyRun(folder.path);
  const file = join(run, 'history.ndjson');
  const whole = await readFile(file);
  await writeFile(file, whole.subarray(0, Math.floor(whole.length / 2)));
  const cut = await holdfast(['check', run]);
  assert.equal(cut.code, 2);
  assert.match(cut.stdout, /cut off/);
  assert.ok(((await resultsOf(run)).experiments[0]?.counts.operations ?? 0) > 0);

  await writeFile(file, whole.toString().replace('"op":"read"', '"op":"red"'));
  const corrupt = await holdfast(['check', run]);
  assert.equal(corrupt.code, 2);
  assert.match(corrupt.stdout, /line [\d,]+/);
  assert.equal((await holdfast(['gate', run])).code, 2);
});

test("a store's server that dies by itself makes its experiment unknown, and says so", async () => {
  await using folder = await temporaryFolder();
  const running = startHoldfast(['run', '--store', 'redis', '--reports', folder.path, ...lasting('5s')]);
  await untilPrints(running, /redis/);
  let server: string | undefined;
  const until = Date.now() + 180_000;
  while (server === undefined) {
    assert.ok(Date.now() < until, 'no redis-server came up');
    await new Promise((resolve) => setTimeout(resolve, 100));
    server = (await leftovers()).find((line) => line.includes('redis-server'));
  }
  await new Promise((resolve) => setTimeout(resolve, 2000));
  await execa('kill', ['-9', server.trim().split(/\s+/)[0] as string]);
  const { exitCode, stdout } = await running;
  assert.equal(exitCode, 2);
  assert.match(stdout, /redis ended by itself: it was\s+ended by SIGKILL/);
  await nothingLeft();
});

const LINES = 200;

/** Resolves when the only run of a folder has more lines in its history than that. */
async function untilRecorded(reports: string, lines: number): Promise<void> {
  const recorded = async () =>
    (await readFile(join(await onlyRun(reports), 'history.ndjson'), 'utf8')).split('\n').length > lines + 1;
  await pWaitFor(() => recorded().catch(() => false), { interval: 200, timeout: 180_000 });
}

for (const [phase, cue] of [
  ['starting', /register/],
  ['running', undefined],
] as const) {
  for (const how of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    test(`${how} while ${phase} leaves no process, and keeps what was recorded`, async () => {
      await using folder = await temporaryFolder();
      const args = ['run', '--store', 'redis', '--reports', folder.path, ...lasting('20s')];
      const running = startHoldfast(args);
      await untilPrints(running, cue ?? /register/);
      if (phase === 'running') await untilRecorded(folder.path, LINES);
      running.kill(how);
      const { exitCode, stderr } = await running;
      await nothingLeft();
      if (how === 'SIGKILL') return;
      assert.equal(exitCode, 130);
      assert.match(stderr, /interrupted; what was recorded is in .*\n\s+Try: .* check/);
      const run = await onlyRun(folder.path);
      if (phase === 'starting') return;
      assert.ok((await readFile(join(run, 'history.ndjson'), 'utf8')).split('\n').length > LINES);
      assert.equal((await holdfast(['check', run])).code, 2);
    });
  }
}

test(
  'a full disk ends the run with one message, and keeps what fitted',
  { skip: process.getuid?.() !== 0 },
  async () => {
    await using folder = await temporaryFolder();
    const mounted = await execa('mount', ['-t', 'tmpfs', '-o', 'size=48k', 'tmpfs', folder.path], {
      reject: false,
    });
    if (mounted.exitCode !== 0) return;
    try {
      const { code, stderr } = await holdfast([
        'run',
        '--store',
        'memory',
        '--reports',
        folder.path,
        ...SHORT,
      ]);
      assert.equal(code, 69);
      assert.match(stderr, /could not be written: ENOSPC/);
      assert.doesNotMatch(stderr, /\n\s+at /);
      assert.ok((await readFile(join(await onlyRun(folder.path), 'history.ndjson'))).length > 0);
      await nothingLeft();
    } finally {
      await execa('umount', [folder.path]);
    }
  },
);
