import { table } from './oracle/table.ts';

const MADE = 'ttl 1000 grace 50\n0-1 c create\n2-3 c write a=1';

table('early-expiry', [
  ['at most of its TTL it is still there', 'pass', `${MADE}\n900-901 c read a -> 1`],
  [
    'gone at more than half of its TTL, for no other reason',
    { 'early-expiry': 1 },
    `${MADE}\n600-601 c read a absent`,
  ],
  ['gone at less than half of it is lost', { 'lost-session': 1 }, `${MADE}\n400-401 c read a absent`],
  [
    'gone in the window of a fault is lost',
    { 'lost-session': 1 },
    `fault crash 100-200\n${MADE}\n600-601 c read a absent`,
  ],
  [
    'a fault that was over before does not matter',
    { 'early-expiry': 1 },
    `fault crash 0-1\n${MADE}\n600-601 c read a absent`,
  ],
  [
    'where another session is seen at that age, this one is lost',
    { 'lost-session': 1 },
    `${MADE}\n600-601 c read a absent\n0-1 d@t create\n700-701 d@t read`,
  ],
  [
    'where another is seen younger, all expire early',
    { 'early-expiry': 1 },
    `${MADE}\n600-601 c read a absent\n0-1 d@t create\n300-301 d@t read`,
  ],
  ['at the end of its life it may go, give or take the grace', 'unknown', `${MADE}\n960-961 c read a absent`],
  [
    'where reads do not certainly renew it, it may go by its last save',
    'unknown',
    `${MADE}\n400-401 c read a -> 1\n1100-1101 c read a absent`,
  ],
  [
    'where they do, it may not',
    { 'early-expiry': 1 },
    `${MADE.replace('50', '50 any')}\n500-501 c read a -> 1\n1100-1101 c read a absent`,
  ],
  [
    'a read that may have come to touch it when it had just expired renewed nothing for certain',
    'unknown',
    `${MADE.replace('50', '50 any')}\n900-953 c read a -> 1\n1100-1101 c read a absent`,
  ],
  [
    'reads that renew nothing let all that were read expire early, whatever age others reach without one',
    { 'early-expiry': 1 },
    `${MADE.replace('50', '50 any')}\n500-501 c read a -> 1\n1100-1101 c read a absent\n0-1 d@t create\n700-701 d@t read`,
  ],
  [
    'where a read kept another alive for longer than a TTL, this one is lost',
    { 'lost-session': 1 },
    `${MADE.replace('50', '50 any')}\n500-501 c read a -> 1\n1100-1101 c read a absent\n0-1 d@t create\n700-701 d@t read\n1300-1301 d@t read`,
  ],
  [
    'a session that comes back had not expired',
    { 'session-unavailable': 1 },
    `${MADE}\n600-601 c read a absent\n700-701 c read a -> 1`,
  ],
  ['without a TTL nothing expires early', { 'lost-session': 1 }, '0-1 c create\n600-601 c read absent'],
  [
    'a session that is asked for while it is young tests nothing',
    'unknown',
    `${MADE}\n100-101 c read a -> 1`,
  ],
]);
