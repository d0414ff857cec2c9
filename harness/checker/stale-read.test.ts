import { table } from './oracle/table.ts';

const MADE = '0-1 c create\n2-3 c write a=1\n4-5 c write a=2';

table('stale-read', [
  ['the latest value is not stale', 'pass', `${MADE}\n6-7 c read a -> 2`],
  [
    'an older value, where the newer one is shown later, is stale',
    { 'stale-read': 1 },
    `${MADE}\n6-7 c read a -> 1\n8-9 c read a -> 2`,
  ],
  [
    'each stale read counts',
    { 'stale-read': 2 },
    `${MADE}\n6-7 c read a -> 1\n8-9 c read a -> 2\n10-11 c read a -> 1`,
  ],
  ['null is the oldest value', { 'stale-read': 1 }, `${MADE}\n6-7 c read a -> null\n8-9 c read a -> 2`],
  [
    'where the newer value is never shown again it is lost',
    { 'lost-write': 1 },
    `${MADE}\n6-7 c read a -> 1\n8-9 c read a -> 1`,
  ],
  ['a read that overlaps the write may show either', 'pass', `${MADE}\n5-7 d read a -> 1\n8-9 c read a -> 2`],
  [
    'of overlapping writes each may be the older',
    'pass',
    '0-1 c create\n2-5 c write a=1\n3-6 d write a=2\n7-8 c read a -> 1',
  ],
  [
    'reads that disagree which of two overlapping writes came last',
    { 'stale-read': 1 },
    '0-1 c create\n2-5 c write a=1\n3-6 d write a=2\n7-9 c read a -> 1\n8-10 d read a -> 2',
  ],
  [
    'another client had seen that the value was replaced',
    { 'stale-read': 1 },
    '0-1 c create\n2-3 c write a=1\n4-9 c write a=2\n5-6 d read a -> 2\n7-8 e read a -> 1',
  ],
  [
    'a write without an answer replaces nothing for certain',
    'pass',
    '0-1 c create\n2-3 c write a=1\n4-5 c write a=2 info\n6-7 c read a -> 1',
  ],
  [
    'until somebody has seen it',
    { 'stale-read': 1 },
    '0-1 c create\n2-3 c write a=1\n4-5 c write a=2 info\n6-7 c read a -> 2\n8-9 d read a -> 1',
  ],
  [
    'a stale read is no evidence against the reads after it',
    { 'stale-read': 1 },
    `${MADE}\n6-7 d read a -> null\n8-9 c read a -> 2`,
  ],
  [
    'a count that is low for a moment only',
    { 'stale-read': 1 },
    '0-1 c create\n2-3 c increment n=1\n4-5 c increment n=2\n6-7 c read n -> 1\n8-9 c read n -> 2',
  ],
  ['without a read after a write nothing was tested', 'unknown', MADE],
]);
