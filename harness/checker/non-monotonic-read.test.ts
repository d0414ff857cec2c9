import { table } from './oracle/table.ts';

const MADE = '0-1 c create\n2-3 c write a=1';

table('non-monotonic-read', [
  ['reads that go forward', 'pass', `${MADE}\n4-5 c read a -> 1\n6-7 c write a=2\n8-9 c read a -> 2`],
  [
    'a client that saw the newer value and then the older',
    { 'non-monotonic-read': 1 },
    `${MADE}\n4-5 c write a=2 info\n6-7 c read a -> 2\n8-9 c read a -> 1`,
  ],
  [
    'for another client it is a stale read',
    { 'stale-read': 1 },
    `${MADE}\n4-5 c write a=2 info\n6-7 c read a -> 2\n8-9 d read a -> 1`,
  ],
  [
    'where the newer value was acknowledged before the read it is stale or lost',
    { 'stale-read': 1 },
    `${MADE}\n4-5 c write a=2\n6-7 c read a -> 2\n8-9 c read a -> 1\n10-11 c read a -> 2`,
  ],
  [
    'while the newer write is still under way it is non-monotonic',
    { 'non-monotonic-read': 1 },
    `${MADE}\n4-20 c write a=2\n6-7 d read a -> 2\n8-9 d read a -> 1`,
  ],
  [
    'of two writes under way, each may come last',
    'pass',
    '0-1 c create\n2-20 c write a=1\n2-20 d write a=2\n4-5 e read a -> 1\n6-7 e read a -> 2',
  ],
  [
    'but not both',
    { 'non-monotonic-read': 1 },
    '0-1 c create\n2-20 c write a=1\n2-20 d write a=2\n4-5 e read a -> 1\n6-7 e read a -> 2\n8-9 e read a -> 1',
  ],
  [
    'overlapping reads have no order',
    'unknown',
    `${MADE}\n4-20 c write a=2\n6-9 d read a -> 2\n8-9 d read a -> 1`,
  ],
  [
    'a count that goes back for one client',
    { 'non-monotonic-read': 1 },
    '0-1 c create\n2-3 c increment n info\n4-5 c read n -> 1\n6-7 c read n -> null',
  ],
  ['a client that reads once tests nothing', 'unknown', `${MADE}\n4-5 c read a -> 1\n6-7 d read a -> 1`],
]);
