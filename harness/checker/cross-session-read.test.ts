import { table } from './oracle/table.ts';

const MADE = '0-1 c create\n2-3 c write a=1';
const OTHER = '0-1 d@t create\n2-3 d@t write a=7';

table('cross-session-read', [
  ['a session shows its own', 'pass', `${MADE}\n${OTHER}\n4-5 c read a -> 1\n4-5 d@t read a -> 7`],
  [
    'a value that only another session wrote',
    { 'cross-session-read': 1 },
    `${MADE}\n${OTHER}\n4-5 c read a -> 7`,
  ],
  [
    'whichever of the two is told first',
    { 'cross-session-read': 1 },
    `${MADE}\n4-5 c read a -> 7 last\n${OTHER}`,
  ],
  [
    'the tag of another owner',
    { 'cross-session-read': 1 },
    `${MADE}\n4-5 c read a -> 7 owner=t\n6-7 c read a -> 1`,
  ],
  [
    'a tag of another owner on a write',
    { 'cross-session-read': 1 },
    `${MADE}\n4-5 c write a=2 owner=t\n6-7 c read a -> 1`,
  ],
  [
    "what came with another owner's tag is not judged as this session's",
    { 'cross-session-read': 1 },
    `${MADE}\n4-5 c read a -> null owner=t\n6-7 c read a -> 1`,
  ],
  [
    'a value that the other session failed to write is garbage',
    { 'garbage-read': 1 },
    `${MADE}\n2-3 d@t write a=7 fail\n4-5 c read a -> 7`,
  ],
  [
    'a value that another user set in logging in',
    { 'cross-session-read': 1 },
    `${MADE}\n0-1 d@t create\n2-3 d@t regenerate next=u user=7\n4-5 d@u read user -> 7\n6-7 c read user -> 7`,
  ],
  [
    "what a login does not say that it carried over is another session's",
    { 'cross-session-read': 1 },
    '0-1 c create cart=1\n2-3 c regenerate next=u user=2\n4-5 c@u read cart -> 1',
  ],
  [
    "what it says that it did is the session's own",
    'pass',
    '0-1 c create cart=1\n2-3 c regenerate next=u user=2 carrying=cart\n4-5 c@u read cart -> 1\n6-7 c@u read user -> 2',
  ],
  ['without a read of a value nothing was tested', 'unknown', `${MADE}\n${OTHER}`],
]);
