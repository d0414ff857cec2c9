import { table } from './oracle/table.ts';

const MADE = '0-1 c create\n2-3 c write a=1';

table('lost-update', [
  [
    'two overlapping updates of a session that both stay',
    'pass',
    `${MADE}\n4-8 c write a=2\n5-9 d write b=3\n10-11 c read a -> 2\n12-13 c read b -> 3`,
  ],
  [
    'the later save of a whole document puts back what the other had changed',
    { 'lost-update': 1 },
    `${MADE}\n4-8 c write a=2\n5-9 d write b=3\n10-11 c read a -> 1\n12-13 c read b -> 3`,
  ],
  [
    'equal times overlap',
    { 'lost-update': 1 },
    `${MADE}\n4-5 c write a=2\n5-9 d write b=3\n10-11 c read a -> 1`,
  ],
  [
    'without an overlap it is a lost write',
    { 'lost-write': 1 },
    `${MADE}\n4-5 c write a=2\n6-9 d write b=3\n10-11 c read a -> 1`,
  ],
  [
    'an overlap with the same key alone is a lost write: either could have stayed',
    { 'lost-write': 1 },
    `${MADE}\n4-8 c write a=2\n5-9 d write a=3\n10-11 c read a -> 1`,
  ],
  [
    'an update without an answer is not an acknowledged one',
    { 'lost-write': 1 },
    `${MADE}\n4-8 c write a=2\n5-9 d write b=3 info\n10-11 c read a -> 1`,
  ],
  [
    'an update of another session does not overlap',
    { 'lost-write': 1 },
    `${MADE}\n0-1 d@t create\n4-8 c write a=2\n5-9 d@t write b=3\n10-11 c read a -> 1`,
  ],
  [
    'the overwritten update without an answer may never have been',
    'unknown',
    `${MADE}\n4-8 c write a=2 info\n5-9 d write b=3\n10-11 c read a -> 1`,
  ],
  [
    'a removal is an update',
    { 'lost-update': 1 },
    `${MADE}\n4-8 c remove a\n5-9 d write b=3\n10-11 c read a -> 1`,
  ],
  [
    'overlapping increments that are all counted',
    'pass',
    '0-1 c create\n2-5 c increment n=1\n3-6 d increment n=2\n7-8 c read n -> 2',
  ],
  [
    'overlapping increments of which one is missing',
    { 'lost-update': 1 },
    '0-1 c create\n2-5 c increment n=1\n3-6 d increment n=1\n7-8 c read n -> 1',
  ],
  [
    'two increments that were told the same, without a read',
    { 'lost-update': 1 },
    '0-1 c create\n2-5 c increment n=1\n3-6 d increment n=1',
  ],
  [
    'whatever ends the session later',
    { 'lost-update': 1 },
    '0-1 c create\n2-5 c increment n=1\n3-6 d increment n=1\n10-11 c destroy',
  ],
  [
    'but not where it may have been made anew in between',
    'unknown',
    '0-1 c create\n2-5 c increment n=1\n2-6 e create\n3-6 d increment n=1',
  ],
  [
    'two that did not overlap are no lost update',
    { 'lost-write': 1 },
    '0-1 c create\n2-3 c increment n=1\n4-5 d increment n=1',
  ],
  [
    'nor is what an unanswered increment explains',
    'pass',
    '0-1 c create\n2-3 c increment n info\n4-7 c increment n=2\n5-8 d increment n=3\n9-10 c read n -> 3',
  ],
  [
    'a newer value that one overlapping save undid and another put back',
    { 'lost-update': 1 },
    `${MADE}\n4-6 c write a=2\n5-9 d write b=3\n8-13 e write x=4\n10-11 c read a -> 1\n14-15 c read a -> 2`,
  ],
  [
    'with none that can have put it back, the read was stale',
    { 'stale-read': 1 },
    `${MADE}\n4-6 c write a=2\n5-7 d write b=3\n10-11 c read a -> 1\n14-15 c read a -> 2`,
  ],
  [
    'one that nobody had acknowledged yet, seen, and undone',
    { 'lost-update': 1 },
    `${MADE}\n4-20 c write a=2\n5-9 d write b=3\n6-7 e read a -> 2\n10-11 e read a -> 1`,
  ],
  [
    'a count that is low by several is one anomaly, said once',
    { 'lost-update': 1 },
    '0-1 c create\n2-5 c increment n=1\n2-5 d increment n=1\n2-5 e increment n=1\n7-8 c read n -> 1\n9-10 d read n -> 1',
  ],
  [
    'an increment without an answer is not missed',
    'pass',
    '0-1 c create\n2-5 c increment n=1\n3-6 d increment n=2\n3-6 e increment n info\n7-8 c read n -> 2',
  ],
  ['updates that never overlapped test nothing', 'unknown', `${MADE}\n4-5 c read a -> 1`],
]);
