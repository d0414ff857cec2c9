import assert from 'node:assert/strict';
import test from 'node:test';
import { judged } from './oracle/story.ts';
import { table } from './oracle/table.ts';

table('unexplained', [
  ['what one order explains', 'pass', '0-1 c create\n2-5 c write a=1\n3-6 d read a -> null'],
  [
    'an increment that is told more than can have come before it, though not more than had begun',
    { unexplained: 1 },
    '0-1 c create\n2-3 c increment n=1\n4-6 d increment n=3\n4-30 e increment n=4\n20-21 f increment n info',
  ],
  [
    'a counter that is written as well is decided like any other key',
    { unexplained: 1 },
    '0-1 c create\n2-3 c write n=5\n4-5 c increment n=9',
  ],
  ['and passes where an order explains it', 'pass', '0-1 c create\n2-3 c write n=5\n4-5 c increment n=6'],
  [
    'two sessions of which a login made one out of the other, each sound by itself',
    { unexplained: 1 },
    '0-1 c create\n2-9 c regenerate next=u\n3-4 c@u read\n5-6 d read',
  ],
  [
    'a login out of a session that was there, and a failed one out of it to a session that may have been',
    'pass',
    '0-0 c read a -> 901 there\n3-6 d regenerate next=t fail\n2-2 c regenerate next=u carrying\n3-5 c@t write a=1\n8-9 c@t read a -> 1',
  ],
  [
    'what renewed one session came before what another one shows of it',
    { fixation: 1, unexplained: 1 },
    'ttl 1000 grace 50\n0-1 c create\n2-3 c write a=1\n4-5000 c regenerate next=u carrying kept\n9-10 d@u read a -> 1\n1500-1501 d read',
  ],
  [
    'a read that nobody answered may have renewed one session before the clock of another goes on',
    { fixation: 1 },
    'ttl 1000 grace 50\n0-1 c create\n2-3 c regenerate next=u kept\n900-901 c read info\n950-951 c@u write a=1\n1500-1501 c@u read a -> 1\n1800-1801 c read',
  ],
  [
    'a login out of a session that had ended carries nothing over',
    { resurrection: 1 },
    '0-1 c create a=1\n2-3 c destroy\n4-5 c regenerate next=u carrying\n6-7 c@u read a -> 1',
  ],
  [
    'and is sound where nothing came over',
    'pass',
    '0-1 c create a=1\n2-3 c destroy\n4-5 c regenerate next=u carrying\n6-7 c@u read a -> null',
  ],
  [
    'a login at the end of the time to live may have carried over what was there',
    'pass',
    'ttl 1000 grace 50\n0-1 c create cart=1\n1000-1001 c regenerate next=u carrying\n1002-1003 c@u read cart -> 1',
  ],
  [
    'or nothing, where it came just too late',
    'pass',
    'ttl 1000 grace 50\n0-1 c create cart=1\n1000-1001 c regenerate next=u carrying\n1002-1003 c@u read cart -> null',
  ],
  [
    'but not where the session certainly lived',
    { 'lost-write': 1 },
    'ttl 1000 grace 50\n0-1 c create cart=1\n800-801 c regenerate next=u carrying\n802-803 c@u read cart -> null',
  ],
]);

test('a reader sees how much no order explains, and what cannot be left out', () => {
  const [anomaly] = judged(
    '0-1 c create\n2-3 c increment n=1\n2-3 c read\n4-6 d increment n=3\n4-30 e increment n=4\n20-21 f increment n info',
  ).anomalies;
  assert.equal(
    anomaly?.summary,
    'no order of the 5 operations that had begun by 6 ms explains session s; until then, one does',
  );
  assert.deepEqual(
    anomaly.witness.map(({ op, value }) => [op, value]),
    [
      ['create', undefined],
      ['increment', 1],
      ['increment', 3],
      ['increment', 4],
    ],
  );
});
