import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Line, OperationLine } from '../../protocol/history.ts';
import type { Plan } from '../model/plan.ts';
import { WORKLOADS, type Workload } from '../model/workloads.ts';
import { draft } from '../plan/draft.ts';
import { analyse } from './analyse.ts';

const LOAD_MS = 4000;
const EVERY_MS = 10;
const CLIENTS = 10;
/** For its visitors are judged by when they come back. */
const COMES_BACK: ReadonlySet<Workload> = new Set(['growth', 'expiry']);

const planOf = (workload: Workload): Plan => ({
  plan: 1,
  name: 'made',
  command: 'made',
  seed: 's',
  startedAt: '2026-01-01T00:00:00.000Z',
  holdfast: '0.0.0',
  platform: 'process',
  machine: { cores: 2, memoryBytes: 1, os: 'Linux', node: '24.0.0' },
  tools: [],
  missing: [],
  packages: [],
  experiments: [
    {
      id: 'redis/made',
      seed: 1,
      ...draft({
        title: 'made',
        subject: { store: 'redis' },
        load: { workload, clients: CLIENTS, rate: 1000 / EVERY_MS, durationMs: LOAD_MS },
      }),
    },
  ],
  claims: [],
  claimsAre: 'proved',
});

interface World {
  /** How much later than it could the generator sends each. */
  lateMs: (due: number) => number;
  /** How long an answer takes. */
  tookMs?: (due: number) => number;
}

/** Clients that read a session by turns, every 10 ms in the load; and ten times as seldom for half as long after it. */
async function experimentOf(workload: Workload, { lateMs, tookMs = () => 1 }: World) {
  const read = (due: number): OperationLine => {
    // Longer ago than one is late, so that the client is free again.
    const client = `c${(due / EVERY_MS) % CLIENTS}`;
    const start = due + lateMs(due);
    const times = { due, start, end: start + tookMs(due) };
    return { op: 'read', session: 's', client, key: 'a', value: null, outcome: 'ok', status: 200, ...times };
  };
  const create: OperationLine = { ...read(0), op: 'create', key: undefined, value: undefined };
  const lines: Line[] = [
    { history: 1 },
    { experiment: 'redis/made', epochMs: 1, store: 'redis', workload, clients: CLIENTS },
    create,
  ];
  for (let due = EVERY_MS; due < LOAD_MS; due += EVERY_MS) lines.push(read(due));
  for (let due = LOAD_MS; due < 1.5 * LOAD_MS; due += 100) lines.push(read(due));
  for (let index = 0; index < CLIENTS; index++) lines.push({ done: `c${index}`, at: 2 * LOAD_MS });
  lines.push({ end: 'redis/made', at: 2 * LOAD_MS });
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const results = await analyse(planOf(workload), async function* () {
    yield Buffer.from(text);
  });
  const [experiment] = results.experiments;
  assert.ok(experiment);
  return experiment;
}

const lateFrom = (fromMs: number) => (due: number) => (due >= fromMs ? 60 : 0);

for (const workload of WORKLOADS) {
  const counts = COMES_BACK.has(workload);
  test(`${workload}: a generator that is late when the load is over makes latency ${counts ? 'unknown' : 'no less known'}`, async () => {
    const { generator, afterLoad } = await experimentOf(workload, { lateMs: lateFrom(LOAD_MS) });
    assert.equal(generator.verdict, counts ? 'unknown' : 'pass');
    assert.deepEqual(
      afterLoad && [afterLoad.fromMs, afterLoad.operations, afterLoad.generator.verdict],
      counts ? undefined : [LOAD_MS, 20, 'unknown'],
    );
  });
}

test('a generator that is late in the load makes latency unknown, however long and timely the last look is', async () => {
  const { generator, afterLoad } = await experimentOf('register', {
    lateMs: (due) => (due >= 3000 && due < LOAD_MS ? 60 : 0),
  });
  assert.equal(generator.verdict, 'unknown');
  assert.match(generator.reason ?? '', /1 % of the load's operations 60 ms late/);
  assert.equal(afterLoad?.generator.verdict, 'pass');
});

test('no figure or chart of latency and no rate has the last look in it', async () => {
  const slow = await experimentOf('register', {
    lateMs: () => 0,
    tookMs: (due) => (due >= LOAD_MS ? 90 : 2),
  });
  const read = slow.latency.find(({ op }) => op === 'read');
  assert.equal(read?.fromIntended.count, LOAD_MS / EVERY_MS - 1);
  assert.ok((read?.fromIntended.maxMs ?? 99) < 3);
  for (const { p99Ms, atMs } of slow.buckets) assert.ok((p99Ms ?? 0) < 3, String(atMs));
  assert.ok(slow.buckets.some(({ atMs, ok, p99Ms }) => atMs >= LOAD_MS && ok > 0 && p99Ms === null));
  assert.ok(Math.abs(slow.generator.intendedPerSecond - 1000 / EVERY_MS) < 1);
  assert.equal(slow.counts.operations, LOAD_MS / EVERY_MS + 20);
});
