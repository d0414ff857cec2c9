import { table } from './oracle/table.ts';

table('truncated-session', [
  ['a cookie that a browser keeps', 'pass', '0-1 c create carried\n2-3 c read'],
  [
    'a cookie that a browser drops',
    { 'truncated-session': 1 },
    '0-1 c create carried\n2-3 c write a=1 dropped',
  ],
  [
    'a session that was never carried is truncated, not lost',
    { 'truncated-session': 1 },
    '0-1 c create dropped\n2-3 c read absent',
  ],
  [
    'a write that was not acknowledged promises nothing',
    'unknown',
    '0-1 c create\n2-3 c write a=1 info dropped',
  ],
  ['cookies that nobody looked at test nothing', 'unknown', '0-1 c create\n2-3 c read'],
]);
