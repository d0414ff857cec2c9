import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import type { OperationLine } from '../../protocol/history.ts';
import { judge } from './judge.ts';
import { compareAt } from './oracle/compare.ts';
import { judged, parseStory } from './oracle/story.ts';

const SOUND = '0-1 c create\n2-3 c write a=1\n4-5 c read a -> 1';
const verdict = (judgement: ReturnType<typeof judged>, kind: string) =>
  judgement.checkers.find(({ checker }) => checker === kind);

const isSound = (ops: readonly OperationLine[]) => {
  const judging = judge({ experiment: 'e', epochMs: 0 });
  for (const op of ops) judging.operation(op);
  return Object.keys(judging.finish().anomalyCounts).length === 0;
};

test('in whatever order its lines come, a history is sound or is not', () => {
  fc.assert(
    fc.property(fc.nat(), fc.array(fc.nat(), { minLength: 16, maxLength: 16 }), (seed, rank) => {
      const { ops } = compareAt(seed);
      const order = ops.map((op, i) => ({ op, rank: rank[i] ?? 0 })).toSorted((a, b) => a.rank - b.rank);
      assert.equal(isSound(order.map(({ op }) => op)), isSound(ops));
    }),
    { numRuns: 1000 },
  );
});

test('a session that is let go early is judged as one that is kept to the end', () => {
  const early = judged(
    `${SOUND}\n6-7 c read a -> null last\n0-1 d@t create\n2-3 d@t write a=7\n8-9 d@t read a -> 7 last`,
  );
  const late = judged(
    `${SOUND}\n6-7 c read a -> null\n0-1 d@t create\n2-3 d@t write a=7\n8-9 d@t read a -> 7`,
  );
  assert.deepEqual(early, late);
});

test('a session that goes on after its last line makes every verdict unknown', () => {
  const judgement = judged(`${SOUND} last\n6-7 c read a -> null`);
  assert.equal(judgement.problems[0]?.message, 'line 4 is of session s, which was finished before it');
  for (const { verdict, reason } of judgement.checkers)
    assert.deepEqual([verdict, reason], ['unknown', judgement.problems[0]?.message]);
});

test('a session that is silent for as long as the experiment says is let go, and the rest is as before', () => {
  const judging = judge({ experiment: 'e', epochMs: 0, silentMs: 100 });
  for (let i = 0; i < 20_000; i++) {
    const session = `s${i}`;
    const at = i * 10;
    const common = { session, client: 'c', outcome: 'ok', due: at } as const;
    judging.operation({ ...common, op: 'create', start: at, end: at + 1 });
    judging.operation({ ...common, op: 'write', key: 'a', value: i, start: at + 2, end: at + 3 });
    judging.operation({
      ...common,
      op: 'read',
      key: 'a',
      value: i % 1000 === 7 ? null : i,
      start: at + 4,
      end: at + 5,
    });
  }
  const { anomalyCounts, anomalies, counts, losses } = judging.finish();
  assert.deepEqual(anomalyCounts, { 'lost-write': 20 });
  assert.equal(anomalies.length, 20);
  assert.equal(losses.length, 20);
  assert.equal(counts.sessions, 20_000);
});

test('of many anomalies the earliest twenty are told, and all are counted', () => {
  const judging = judge({ experiment: 'e', epochMs: 0 });
  for (let i = 99; i >= 0; i--) {
    const common = { session: `s${i}`, client: 'c', outcome: 'ok', due: i } as const;
    judging.operation({ ...common, op: 'create', start: i, end: i });
    judging.operation({ ...common, op: 'read', absent: true, start: i + 0.5, end: i + 0.5 });
  }
  const { anomalies, counts } = judging.finish();
  assert.equal(counts.sessionsLost, 100);
  assert.deepEqual(
    anomalies.map(({ atMs }) => atMs),
    Array.from({ length: 20 }, (_, i) => i + 0.5),
  );
});

test('an experiment that was cut off passes nothing, and what it shows of one client alone still fails', () => {
  assert.equal(verdict(judged(`${SOUND}\ncut`), 'lost-write')?.verdict, 'unknown');
  assert.equal(verdict(judged(`${SOUND}\n6-7 c read a -> null\ncut`), 'lost-write')?.verdict, 'fail');
});

test('at a cut, what another client had in flight may explain what was seen', () => {
  assert.deepEqual(judged(`${SOUND}\n6-7 d read a absent\ncut`).anomalyCounts, {});
});

test('what spoils an experiment leaves no verdict, and the anomalies stay to be looked at', () => {
  const judging = judge({ experiment: 'e', epochMs: 0 });
  for (const op of parseStory(`${SOUND}\n6-7 c read a -> null`).operations) judging.operation(op);
  judging.spoil('line 7 is not an operation');
  const { checkers, anomalies } = judging.finish();
  assert.ok(
    checkers.every(({ verdict, reason }) => verdict === 'unknown' && reason === 'line 7 is not an operation'),
  );
  assert.equal(anomalies.length, 1);
});

test('two written values alike for one key are named by line, and verdicts about values are unknown', () => {
  const judgement = judged('0-1 c create\n2-3 c write a=1\n4-5 c write a=1\n6-7 c read a -> 1');
  assert.match(judgement.problems[0]?.message ?? '', /^line 3 writes 1 to key a of session s a second time/);
  assert.equal(verdict(judgement, 'lost-write')?.verdict, 'unknown');
  assert.equal(verdict(judgement, 'lost-session')?.verdict, 'pass');
});

test('a history of answers that nobody got passes nothing', () => {
  const judgement = judged('0-1 c create info\n2-3 c write a=1 info\n4-5 c read a info');
  assert.ok(judgement.checkers.every(({ verdict, reason }) => verdict === 'unknown' && reason !== undefined));
});

test('counts are of what clients were told', () => {
  const { counts } = judged(`${SOUND}\n6-7 c write b=2 fail\n8-9 c write b=3 info\n10-11 c read a absent`);
  assert.deepEqual(counts, {
    operations: 6,
    ok: 4,
    fail: 1,
    info: 1,
    reads: 2,
    readsAbsent: 1,
    writesAcknowledged: 1,
    writesLost: 1,
    sessions: 1,
    sessionsLost: 1,
    sessionsUnavailable: 0,
  });
});
