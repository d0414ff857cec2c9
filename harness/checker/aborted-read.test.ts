import { table } from './oracle/table.ts';

const MADE = '0-1 c create\n2-3 c write a=1';

table('aborted-read', [
  ['a write that failed is not seen', 'pass', `${MADE}\n4-5 c write a=2 fail\n6-7 c read a -> 1`],
  ['a write that failed is seen', { 'aborted-read': 1 }, `${MADE}\n4-5 c write a=2 fail\n6-7 c read a -> 2`],
  ['a write without an answer may be seen', 'unknown', `${MADE}\n4-5 c write a=2 info\n6-7 c read a -> 2`],
  [
    'a write that found no session had no effect either',
    { 'aborted-read': 1, 'session-unavailable': 1 },
    `${MADE}\n4-5 c write a=2 fail absent\n6-7 c read a -> 2`,
  ],
  [
    'the same value tried again with success may be seen',
    'pass',
    `${MADE}\n4-5 c write a=2 fail\n6-7 c write a=2\n8-9 c read a -> 2`,
  ],
  [
    'a session is there whose creation failed',
    { 'aborted-read': 1 },
    '0-1 c create fail\n2-3 c read a -> null\n4-5 c read a -> null',
  ],
  [
    'unless something else made it',
    'pass',
    '0-1 c create fail\n2-3 c create\n4-5 c write a=1 fail\n6-7 c read a -> null',
  ],
  [
    'without a read after a failed write nothing was tested',
    'unknown',
    `${MADE}\n4-5 c read a -> 1\n6-7 c write a=2 fail`,
  ],
]);
