import { table } from './oracle/table.ts';

const MADE = 'ttl 1000 grace 50\n0-1 c create\n2-3 c write a=1';

table('late-expiry', [
  ['gone after its time', 'pass', `${MADE}\n1100-1101 c read a absent`],
  ['seen after its time', { 'late-expiry': 1 }, `${MADE}\n1100-1101 c read a -> 1`],
  [
    'seen again and again after its time is one',
    { 'late-expiry': 1 },
    `${MADE}\n1100-1101 c read a -> 1\n1200-1201 c read a -> 1`,
  ],
  [
    'at the end of its time, give or take the grace, it may be there',
    'unknown',
    `${MADE}\n1050-1051 c read a -> 1`,
  ],
  [
    'any acknowledged operation may have renewed it',
    'unknown',
    `${MADE}\n900-901 c read a -> 1\n1800-1801 c read a -> 1`,
  ],
  [
    'an operation without an answer may renew it at any later time',
    'unknown',
    `${MADE}\n900-901 c read a info\n1900-1901 c read a -> 1`,
  ],
  [
    'while the session is there: it does not bring back one that has gone',
    { 'late-expiry': 1 },
    `${MADE}\n900-901 c read a info\n5000-5001 c read a -> 1`,
  ],
  [
    'an increment or a write that finds it after its time shows it as a read does',
    { 'late-expiry': 3 },
    'ttl 1000 grace 50\n0-1 c create\n2-3 c increment n=1\n1500-1501 c increment n=2\n2900-2901 c increment n=3\n4000-4001 c write a=1',
  ],
  [
    'one that failed does not renew it',
    { 'late-expiry': 1 },
    `${MADE}\n900-901 c read a fail\n1800-1801 c read a -> 1`,
  ],
  [
    'a session created anew has its own time',
    'pass',
    `${MADE}\n1100-1101 c read a absent\n1200-1201 c create\n1900-1901 c read a -> null`,
  ],
  [
    'a read beside the creation may see the new one',
    'pass',
    `${MADE}\n1100-1101 c read a absent\n1200-1203 c read a -> null\n1202-1202 c create`,
  ],
  ['without a TTL nothing is late', 'unknown', '0-1 c create\n99999-99999 c read'],
]);
