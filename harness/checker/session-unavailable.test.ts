import assert from 'node:assert/strict';
import test from 'node:test';
import { judged } from './oracle/story.ts';
import { table } from './oracle/table.ts';

const MADE = '0-1 c create\n2-3 c write a=1';

table('session-unavailable', [
  ['a session that is always there is available', 'pass', `${MADE}\n4-5 c read a -> 1`],
  [
    'absent and back is unavailable, not lost',
    { 'session-unavailable': 1 },
    `${MADE}\n4-5 c read a absent\n6-7 c read a -> 1`,
  ],
  [
    'several absences of one session are one anomaly',
    { 'session-unavailable': 1 },
    `${MADE}\n4-5 c read a absent\n6-7 c read a -> 1\n8-9 c read a absent\n10-11 c read a -> 1`,
  ],
  [
    'an absence beside a sighting is not certainly a loss',
    { 'session-unavailable': 1 },
    `${MADE}\n4-8 c read a absent\n5-7 d read a -> 1`,
  ],
  [
    'a write that is acknowledged shows it as well',
    { 'session-unavailable': 1 },
    `${MADE}\n4-5 c read a absent\n6-7 c write a=2`,
  ],
  ['what could not be read is not absent', 'pass', `${MADE}\n4-5 c read a info\n6-7 c read a -> 1`],
  [
    'an error and its absence from the network are no absence of the session',
    'pass',
    `${MADE}\n4-5 c read a fail\n6-7 c read a -> 1`,
  ],
  [
    'a session created anew is another: the first is lost',
    { 'lost-session': 1 },
    `${MADE}\n4-5 c read a absent\n6-7 c create\n8-9 c read`,
  ],
  [
    'a session that comes back after a destroy without an answer was not destroyed',
    { 'session-unavailable': 1 },
    `${MADE}\n4-5 c destroy info\n6-7 c read a absent\n8-9 c read a -> 1`,
  ],
  [
    'what comes back after an acknowledged destroy is a resurrection',
    { resurrection: 1 },
    `${MADE}\n4-5 c destroy\n6-7 c read a absent\n8-9 c read a -> 1`,
  ],
]);

test('a reader sees the session there, not there, and there again', () => {
  const [anomaly] = judged(`${MADE}\n4-5 c read a absent\n6-7 c read a -> 1`).anomalies;
  assert.deepEqual(
    anomaly?.witness.map(({ startMs, remark }) => [startMs, remark]),
    [
      [2, 'the session is there'],
      [4, 'expected the session, neither ended nor expired'],
      [6, 'there again'],
    ],
  );
});
