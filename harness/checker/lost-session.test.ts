import assert from 'node:assert/strict';
import test from 'node:test';
import { judged } from './oracle/story.ts';
import { table } from './oracle/table.ts';

const MADE = '0-1 c create\n2-3 c write a=1';

table('lost-session', [
  [
    'a write that nobody answered and that is seen has renewed the session',
    { 'lost-session': 1 },
    'ttl 1000 grace 50\n0-1 c create\n900-901 c write a=1 info\n902-903 c read a -> 1\n1500-1501 c read absent',
  ],
  [
    'for no longer than any other',
    'pass',
    'ttl 1000 grace 50\n0-1 c create\n900-901 c write a=1 info\n902-903 c read a -> 1\n1900-1901 c read absent',
  ],
  [
    'a creation that nobody answered is certain once the session is seen',
    { 'lost-session': 1 },
    'ttl 1000 grace 50\n0-1 c create info\n10-11 c read a -> null\n20-21 c read absent',
  ],
  ['a session that is there when asked for is not lost', 'pass', `${MADE}\n4-5 c read a -> 1`],
  [
    'an acknowledged session that is absent from then on is lost',
    { 'lost-session': 1 },
    `${MADE}\n4-5 c read a absent\n6-7 c read a absent`,
  ],
  ['one absence is enough', { 'lost-session': 1 }, `${MADE}\n4-5 c read a absent`],
  [
    'a write that finds no session shows the absence as well',
    { 'lost-session': 1 },
    `${MADE}\n4-5 c write a=2 fail absent`,
  ],
  ['a creation alone is acknowledged enough', { 'lost-session': 1 }, '0-1 c create\n2-3 c read absent'],
  [
    'a session that was seen there counts, whoever made it',
    { 'lost-session': 1 },
    '0-1 c read a -> null\n2-3 c read absent',
  ],
  ['what could not be read is not absent', 'unknown', '0-1 c create\n4-5 c read a info\n6-7 c read a fail'],
  [
    'an absence that nobody knows the outcome of is none',
    'unknown',
    '0-1 c create\n4-5 c read a info absent',
  ],
  ['a creation without an answer promises nothing', 'unknown', '0-1 c create info\n2-3 c read absent'],
  ['a creation that failed promises nothing', 'unknown', '0-1 c create fail\n2-3 c read absent'],
  [
    'an absence that overlaps the creation may have come before it',
    'pass',
    '0-4 c create\n4-5 d read absent\n6-7 c read',
  ],
  ['a destroyed session is rightly absent', 'pass', `${MADE}\n4-5 c destroy\n6-7 c read a absent`],
  [
    'a destroy without an answer may have happened, even much later',
    'pass',
    `${MADE}\n4-5 c destroy info\n6-7 c read a -> 1\n90-91 c read a absent`,
  ],
  [
    'a destroy that failed explains no absence',
    { 'lost-session': 1 },
    `${MADE}\n4-5 c destroy fail\n6-7 c read a absent`,
  ],
  ['a destroy that overlaps the absence explains it', 'pass', `${MADE}\n4-5 c destroy\n5-6 d read a absent`],
  [
    'a destroy that began after the absence does not explain it',
    { 'lost-session': 1 },
    `${MADE}\n4-5 d read a absent\n6-7 c destroy`,
  ],
  [
    'the old id is rightly absent after a regenerate, and the new one is not',
    { 'lost-session': 1 },
    `${MADE}\n4-5 c regenerate next=t\n6-7 c read a absent\n8-9 c@t read absent`,
  ],
  [
    'a session created anew after its destroy counts again',
    { 'lost-session': 1 },
    `${MADE}\n4-5 c destroy\n6-7 c create\n8-9 c read absent`,
  ],
  [
    'each creation of one name can be lost',
    { 'lost-session': 2 },
    '0-1 c create\n2-3 c read absent\n4-5 c create\n6-7 c read absent',
  ],
  [
    'an instance that cannot see it does not say that it is gone',
    { 'session-unavailable': 1 },
    '0-1 c create on=app-1\n2-3 c read on=app-1\n4-5 c read absent on=app-2\n6-7 c read on=app-1\n8-9 c read absent on=app-2',
  ],
  [
    'the instance that had shown it does',
    { 'session-unavailable': 1, 'lost-session': 1 },
    '0-1 c create on=app-1\n2-3 c read on=app-1\n4-5 c read absent on=app-2\n6-7 c read on=app-1\n8-9 c read absent on=app-1',
  ],
  [
    'before the end of its life it must be there',
    { 'lost-session': 1 },
    `ttl 1000 grace 10\n${MADE}\n100-101 c read a absent`,
  ],
  [
    'at the end of its life, give or take the grace, nothing is claimed',
    'unknown',
    'ttl 1000 grace 10\n0-1 c create\n995-996 c read a absent',
  ],
  [
    'a read renews it only where the experiment says so',
    'pass',
    `ttl 1000 grace 10\n${MADE}\n900-901 c read a -> 1\n1100-1101 c read a absent`,
  ],
  [
    'where every operation renews it, an absence after a read is a loss',
    { 'lost-session': 1 },
    `ttl 1000 grace 10 any\n${MADE}\n900-901 c read a -> 1\n1100-1101 c read a absent`,
  ],
]);

test('the values that a session held go down with it, one a key', () => {
  const { counts } = judged(
    `${MADE}\n4-5 c write b=2\n6-7 c write a=3\n8-9 c write x=4\n10-11 c remove x\n12-13 c read a absent`,
  );
  assert.equal(counts.writesLost, 2);
  assert.equal(counts.sessionsLost, 1);
});

test('a fault is charged with the sessions that it took, of those that were there before', () => {
  const { perFault, losses } = judged(
    `fault crash 10-12\n0-1 c create\n0-1 d@t create\n0-1 e@u create\n5-6 c read\n13-14 c read absent\n13-14 d@t read\n20-21 f@v create\n22-23 f@v read`,
  );
  assert.deepEqual(perFault, [{ id: 'crash', sessionsBefore: 2, sessionsLost: 1 }]);
  assert.deepEqual(losses, [{ atMs: 14, kind: 'lost-session', session: 's' }]);
});

test('a session that was made and lost while a fault held is lost, but none of those that the fault found', () => {
  const { perFault, counts } = judged(
    `fault crash 10-30\n0-1 c create\n12-13 d@t create\n14-15 d@t read absent\n32-33 c read`,
  );
  assert.deepEqual(perFault, [{ id: 'crash', sessionsBefore: 1, sessionsLost: 0 }]);
  assert.equal(counts.sessionsLost, 1);
});

test('a session that either of two faults may have taken is charged to neither, nor was it there for them', () => {
  const { perFault } = judged(
    `fault restart 10-12\nfault crash 20-22\n0-1 c create\n0-1 d@t create\n5-6 c read\n5-6 d@t read\n13-14 d@t read absent\n21-22 c read absent\n15-16 e@u create\n24-25 e@u read absent`,
  );
  assert.deepEqual(perFault, [
    { id: 'restart', sessionsBefore: 1, sessionsLost: 1 },
    { id: 'crash', sessionsBefore: 1, sessionsLost: 1 },
  ]);
});

test('a session made while one fault held can be taken by the next', () => {
  const { perFault } = judged(`fault restart 10-12\nfault crash 20-22\n11-11 c create\n24-25 c read absent`);
  assert.deepEqual(perFault, [
    { id: 'restart', sessionsBefore: 0, sessionsLost: 0 },
    { id: 'crash', sessionsBefore: 1, sessionsLost: 1 },
  ]);
});

test('an answer while the fault holds does not show that a session outlived it', () => {
  const { perFault } = judged(`fault crash 10-20\n0-1 c create\n11-12 c read`);
  assert.deepEqual(perFault, [{ id: 'crash', sessionsBefore: 0, sessionsLost: 0 }]);
});
