import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { holdfast, onlyRun, temporaryFolder } from './holdfast.ts';
import { CLUSTER, namespaces } from './kubernetes/cluster.ts';

/**
 * Servers of which one takes over from another, as pods of a cluster with nodes. It takes what test/kubernetes-cluster.slow
 * takes, and whose pods this machine reaches; HOLDFAST_TOPOLOGIES names those to try, as `redis@sentinel`, whose images
 * are there.
 */
const skip = CLUSTER === undefined && 'takes a cluster with nodes: HOLDFAST_CLUSTER names its context';
const ALL = 'redis@sentinel,redis@cluster,mongo@replica-set,postgres@standby,mysql@replica';
const TO_TRY = (process.env['HOLDFAST_TOPOLOGIES'] ?? ALL).split(',');
const WITH_WAYS = /@(?:sentinel|standby|replica)$/;

interface Told {
  fault?: string;
  phase?: string;
  evidence?: Record<string, string | number>;
}

interface Ran {
  code: number;
  stderr: string;
  /** What its faults came to, in their order. */
  faults: Told[];
  written: number;
}

/** A run on servers that are laid out so. */
async function run(subject: string, faults: string, durationS: number): Promise<Ran> {
  await using folder = await temporaryFolder();
  const [store = '', topology = ''] = subject.split('@');
  const of = ['--store', store, '--topology', topology, '--save-mode', 'awaited', '--workload', 'register'];
  const where = ['--platform', 'kubernetes', '--context', CLUSTER ?? '', '--instances', '2'];
  const load = ['--clients', '10', '--rate', '40', '--duration', `${durationS}s`, '--faults', faults];
  const before = await namespaces();
  const { code, stderr } = await holdfast(['run', ...of, ...where, ...load, '--reports', folder.path]);
  assert.equal(await namespaces(), before);
  const lines = (await readFile(join(await onlyRun(folder.path), 'history.ndjson'), 'utf8')).split('\n');
  const told = lines.filter((line) => line.includes('"fault"')).map((line) => JSON.parse(line) as Told);
  return {
    code: code ?? 1,
    stderr,
    faults: told.filter(({ phase }) => phase !== 'onset'),
    written: lines.filter((line) => line.includes('"op":"write"') && line.includes('"outcome":"ok"')).length,
  };
}

for (const subject of TO_TRY) {
  test(
    `${subject}: another server takes over, asked for and by kill, and the former one follows`,
    { skip },
    async () => {
      const faults = 'server-failover@5s,server-failover(kill)@25s+3s';
      const { stderr, faults: told, written } = await run(subject, faults, 55);
      assert.deepEqual(
        told.map(({ fault, phase, evidence }) => [fault, phase, evidence?.['manner']]),
        [
          ['server-failover', 'healed', 'asked'],
          ['server-failover', 'healed', 'kill'],
        ],
        stderr,
      );
      for (const { evidence = {} } of told)
        assert.notEqual(evidence['primaryAfter'], evidence['primaryBefore']);
      assert.match(String(told[1]?.evidence?.['healed']), / has what it has$/);
      assert.ok(written > 100, `${written} writes`);
    },
  );

  test(`${subject}: what breaks a server hits the primary of the moment`, { skip }, async () => {
    const { stderr, faults: told } = await run(subject, 'server-pause@5s+1s,server-restart@18s', 40);
    assert.deepEqual(
      told.map(({ fault, phase }) => [fault, phase]),
      [
        ['server-pause', 'healed'],
        ['server-restart', 'healed'],
      ],
      stderr,
    );
    for (const { evidence = {} } of told) assert.match(String(evidence['seen']), /^\S+-\d, the primary: /);
  });
}

for (const subject of TO_TRY.filter((each) => WITH_WAYS.test(each)))
  test(
    `${subject}: a replica is late, and a primary is cut off from all but its clients`,
    { skip },
    async () => {
      const faults = 'server-replica-lag(800ms)@5s+3s,server-failover(cut)@20s';
      const { stderr, faults: told } = await run(subject, faults, 50);
      const [lag, cut] = told;
      assert.deepEqual([lag?.phase, cut?.phase], ['healed', 'healed'], stderr);
      assert.ok(Number(lag?.evidence?.['lateMs']) >= 795);
      assert.match(String(cut?.evidence?.['cut']), /answered nothing .* it is the primary over/);
      assert.notEqual(cut?.evidence?.['primaryAfter'], cut?.evidence?.['primaryBefore']);
    },
  );
