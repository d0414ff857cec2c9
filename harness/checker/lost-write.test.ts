import assert from 'node:assert/strict';
import test from 'node:test';
import { judged } from './oracle/story.ts';
import { table } from './oracle/table.ts';

const MADE = '0-1 c create\n2-3 c write a=1';

table('lost-write', [
  ['a write that is read back is kept', 'pass', `${MADE}\n4-5 c read a -> 1`],
  [
    'a write that no later read shows is lost',
    { 'lost-write': 1 },
    `${MADE}\n4-5 c write a=2\n6-7 c read a -> 1\n8-9 c read a -> 1`,
  ],
  ['a first write that leaves nothing is lost', { 'lost-write': 1 }, `${MADE}\n4-5 c read a -> null`],
  [
    'a write that was seen and then is gone for good is lost',
    { 'lost-write': 1 },
    `${MADE}\n4-5 c write a=2\n6-7 c read a -> 2\n8-9 c read a -> 1`,
  ],
  [
    'the same loss is reported once, however often it is seen',
    { 'lost-write': 1 },
    `${MADE}\n4-5 c read a -> null\n6-7 d read a -> null\n8-9 c read a -> null`,
  ],
  [
    'two losses of one key are two',
    { 'lost-write': 2 },
    `${MADE}\n4-5 c read a -> null\n6-7 c write a=2\n8-9 c read a -> null`,
  ],
  [
    'only the value that was current is lost, not what it had overwritten',
    { 'lost-write': 1 },
    `${MADE}\n4-5 c write a=2\n6-7 c write a=3\n8-9 c read a -> 1`,
  ],
  [
    'of two overlapping writes of one key, either may be the one that stays',
    'pass',
    `${MADE}\n4-8 c write a=2\n5-9 d write a=3\n10-11 c read a -> 2`,
  ],
  [
    'if neither stays, one of them is lost',
    { 'lost-write': 1 },
    `${MADE}\n4-8 c write a=2\n5-9 d write a=3\n10-11 c read a -> 1`,
  ],
  [
    'a write without an answer may have happened, or not, or later',
    'pass',
    `${MADE}\n4-5 c write a=2 info\n6-7 c read a -> 1\n8-9 c read a -> 2`,
  ],
  ['a write that failed cannot be lost', 'pass', `${MADE}\n4-5 c write a=2 fail\n6-7 c read a -> 1`],
  [
    'a write without an answer may overwrite an acknowledged one, much later',
    'pass',
    `${MADE}\n4-5 c write a=2 info\n6-7 c write a=3\n50-51 c read a -> 2`,
  ],
  [
    'a read that overlaps the write may show what was before',
    'pass',
    `${MADE}\n4-6 c write a=2\n6-7 d read a -> 1\n8-9 c read a -> 2`,
  ],
  ['a write that was never read back is not known to be kept', 'unknown', MADE],
  ['reads that nobody answered test nothing', 'unknown', `${MADE}\n4-5 c read a info`],
  [
    'writes that nobody acknowledged test nothing',
    'unknown',
    '0-1 c create\n2-3 c write a=1 info\n4-5 c read a -> null',
  ],
  [
    'a removal that does not stay is lost as well',
    { 'lost-write': 1 },
    `${MADE}\n4-5 c remove a\n6-7 c read a -> 1`,
  ],
  ['a removal that stays is kept', 'pass', `${MADE}\n4-5 c remove a\n6-7 c read a -> null`],
  [
    'what was in a session that may have expired may be gone, where it was made anew',
    'pass',
    `ttl 1000 grace 10\n${MADE}\n1000-1001 c create\n1002-1003 c read a -> null`,
  ],
  [
    'a session that is there had not expired, and holds what it held',
    { 'lost-write': 1 },
    `ttl 1000 grace 10\n${MADE}\n1000-1001 c write b=1\n1002-1003 c read a -> null`,
  ],
  [
    'what a creation sets is as good as written, whatever is created later',
    { 'lost-write': 1 },
    '0-1 c create a=1\n2-3 c read a -> 1\n6-7 c read a -> null\n10-11 c create',
  ],
  [
    'a creation that nobody answered had taken effect before what it made was written to',
    { 'lost-write': 1 },
    '0-1 c create info\n2-3 c write a=1\n4-5 c read a -> null',
  ],
  [
    'an acknowledged increment that is missing for good is lost',
    { 'lost-write': 1 },
    '0-1 c create\n2-3 c increment n=1\n4-5 c increment n=2\n6-7 c read n -> 1',
  ],
  [
    'an increment without an answer may count or not',
    'pass',
    '0-1 c create\n2-3 c increment n=1\n4-5 c increment n info\n6-7 c read n -> 1\n8-9 c read n -> 2',
  ],
  [
    "a value that a browser would not have kept is nobody's promise",
    { 'truncated-session': 1 },
    `${MADE}\n4-5 c write a=2 dropped\n6-7 c read a -> 1`,
  ],
]);

test('a witness tells the story: what was there, what was acknowledged, what came instead', () => {
  const { anomalies, counts } = judged(
    `fault wire-down 4-6\n${MADE}\n4-5 c write a=2 on=app-2\n6-7 c read a -> 1\n8-9 c read a -> 1`,
  );
  const [anomaly] = anomalies;
  assert.equal(anomaly?.summary, 'a=2 was acknowledged and is gone: 1 came instead');
  assert.equal(anomaly.fault, 'wire-down');
  assert.equal(anomaly.layer, undefined);
  assert.deepEqual(
    anomaly.witness.map(({ startMs, op, value, remark }) => [startMs, op, value, remark]),
    [
      [2, 'write', 1, undefined],
      [4, 'write', 2, undefined],
      [6, 'read', 1, 'expected 2 or later'],
      [8, 'read', 1, 'never seen again in 2 reads'],
    ],
  );
  assert.equal(counts.writesLost, 1);
});

const layerIn = (unsaved: string) =>
  judged(`${unsaved}\n${MADE}\n4-5 c write a=2 on=app-2\n6-7 c read a -> 1`).anomalies[0];

test('the layer is named only where the app counted that a save failed, on that instance and at that time', () => {
  const anomaly = layerIn('unsaved 4-6 app-2 ECONNREFUSED');
  assert.equal(anomaly?.layer, 'middleware');
  assert.equal(anomaly.witness[1]?.remark, 'acknowledged, though a save failed: ECONNREFUSED');
  assert.equal(layerIn('unsaved 4-6 app-1')?.layer, undefined);
  assert.equal(layerIn('unsaved 7-9 app-2')?.layer, undefined);
});

test('a failed save that the app counted explains one loss, not all of its time', () => {
  const sessions = ['s', 't', 'u'].map(
    (name, i) =>
      `0-1 c@${name} create\n2-3 c@${name} write a=${i + 1} on=app-1\n4-5 c@${name} read a -> null`,
  );
  const counted = (unsaved: string) => judged(`${unsaved}\n${sessions.join('\n')}`);
  const excused = (unsaved: string) => counted(unsaved).charges.map(({ count, unsaved }) => [count, unsaved]);
  assert.deepEqual(excused('unsaved 0-10 app-1 x1'), [[3, 1]]);
  assert.deepEqual(excused('unsaved 0-10 app-1 x2'), [[3, 2]]);
  assert.deepEqual(excused('unsaved 0-10 app-1 x9'), [[3, 3]]);
  assert.deepEqual(excused('unsaved 0-2 app-1 x1\nunsaved 2-4 app-1 x1'), [[3, 2]]);
  assert.deepEqual(excused('unsaved 0-10 app-2 x9'), [[3, 0]]);
  const layers = counted('unsaved 0-10 app-1 x1').anomalies.map(({ layer }) => layer);
  assert.deepEqual(layers, ['middleware', undefined, undefined]);
});

const counted = (unsaved: string, increments: string) => {
  const { charges, anomalies } = judged(`${unsaved}\n0-1 c create\n${increments}`);
  return charges.map((charge) => [
    charge.count,
    charge.unsaved,
    anomalies.find(({ kind }) => kind === charge.kind)?.layer,
  ]);
};

test('a lost increment is laid to a failed save that was counted at its instance and in its time, and to no other', () => {
  const lost = '2-3 c increment n=1 on=app-1\n4-5 c increment n=1 on=app-2\n6-7 c read n -> 1 on=app-1';
  assert.deepEqual(counted('unsaved 1-4 app-1 x1', lost), [[1, 1, 'middleware']]);
  assert.deepEqual(counted('unsaved 3-9 app-1 x1', lost), [[1, 1, 'middleware']]);
  assert.deepEqual(counted('unsaved 4-9 app-1 x9', lost), [[1, 0, undefined]]);
  // Had the first been saved, the second had been told 2; and the second was, for it was read.
  assert.deepEqual(counted('unsaved 1-9 app-2 x9', lost), [[1, 0, undefined]]);
});

test('what was shown to be saved is not what a later count misses', () => {
  const lost =
    '2-3 c increment n=1 on=app-1\n4-5 c increment n=2 on=app-2\n6-7 c increment n=2 on=app-2\n8-9 c read n -> 2';
  assert.deepEqual(counted('unsaved 1-3 app-1 x1', lost), [[1, 0, undefined]]);
  assert.deepEqual(counted('unsaved 4-5 app-2 x1', lost), [[1, 1, 'middleware']]);
});

test('of several increments missing at once, each takes a count of its own, or none is laid to any', () => {
  const lost = '2-3 c increment n=1 on=app-1\n4-5 c increment n=1 on=app-1\n6-7 c read n -> 0 on=app-1';
  assert.deepEqual(counted('unsaved 0-9 app-1 x1', lost), [[2, 1, 'middleware']]);
  assert.deepEqual(counted('unsaved 0-9 app-1 x2', lost), [[2, 2, 'middleware']]);
  const atOnce = '2-3 c increment n=1 on=app-1\n2-4 d increment n=1 on=app-1\n6-7 c read n -> 0';
  assert.deepEqual(counted('unsaved 0-9 app-1 x1', atOnce), [[1, 0, undefined]]);
  assert.deepEqual(counted('unsaved 0-9 app-1 x2', atOnce), [[1, 1, 'middleware']]);
});

test('a loss that was seen before does not make what was saved since doubtful', () => {
  const lost =
    '2-3 c increment n=1 on=app-2\n4-5 c increment n=1 on=app-1\n6-7 c increment n=2 on=app-2\n8-9 c increment n=2 on=app-2';
  assert.deepEqual(counted('unsaved 4-5 app-1 x9', lost), [[2, 0, undefined]]);
});

test('an increment that was still under way is not what a read misses', () => {
  const lost =
    '2-3 e increment n info\n2-3 c increment n=1 on=app-1\n4-9 d increment n=2 on=app-2\n6-7 c read n -> 0';
  assert.deepEqual(counted('unsaved 8-9 app-2 x9', lost), [[1, 0, undefined]]);
  assert.deepEqual(counted('unsaved 2-3 app-1 x9', lost), [[1, 1, 'middleware']]);
});
