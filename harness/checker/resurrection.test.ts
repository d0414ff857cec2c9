import { table } from './oracle/table.ts';

const MADE = '0-1 c create\n2-3 c write a=1';

table('resurrection', [
  ['a destroyed session stays away', 'pass', `${MADE}\n4-5 c destroy\n6-7 c read a absent`],
  [
    'a destroyed session is seen with the old cookie',
    { resurrection: 1 },
    `${MADE}\n4-5 c destroy\n6-7 c read a -> 1`,
  ],
  [
    'however often, it is one',
    { resurrection: 1 },
    `${MADE}\n4-5 c destroy\n6-7 c read a -> 1\n8-9 d read a -> 1`,
  ],
  ['an empty one is one as well', { resurrection: 1 }, `${MADE}\n4-5 c destroy\n6-7 c read a -> null`],
  [
    'the old id is seen after a regenerate',
    { resurrection: 1 },
    `${MADE}\n4-5 c regenerate next=t\n6-7 c read a -> 1`,
  ],
  ['the new one may be', 'unknown', `${MADE}\n4-5 c regenerate next=t\n6-7 c@t read a -> null`],
  [
    'a regenerate that kept the id ended nothing: that is fixation',
    { fixation: 1 },
    `${MADE}\n4-5 c regenerate kept\n6-7 c read a -> 1`,
  ],
  [
    'a destroy without an answer may not have happened',
    'unknown',
    `${MADE}\n4-5 c destroy info\n6-7 c read a -> 1`,
  ],
  ['a destroy that failed did not happen', 'unknown', `${MADE}\n4-5 c destroy fail\n6-7 c read a -> 1`],
  [
    'a read that overlaps the destroy may come before it',
    'unknown',
    `${MADE}\n4-6 c destroy\n6-7 d read a -> 1`,
  ],
  [
    'a session created anew is there again',
    'unknown',
    `${MADE}\n4-5 c destroy\n6-7 c create\n8-9 c read a -> null`,
  ],
  [
    'but not what was in it before',
    { resurrection: 1 },
    `${MADE}\n4-5 c destroy\n6-7 c create\n8-9 c read a -> 1`,
  ],
  [
    'a creation without an answer may have made it',
    'unknown',
    `${MADE}\n4-5 c destroy\n6-7 c create info\n50-51 c read a -> null`,
  ],
  [
    'a slow write that lands after the logout brings it back',
    { resurrection: 1 },
    `${MADE}\n4-9 d write a=2\n5-6 c destroy\n10-11 c read a -> 2`,
  ],
  [
    'a write that is acknowledged after it shows the session as a read does',
    { resurrection: 1 },
    `${MADE}\n4-5 c destroy\n6-7 c write b=2`,
  ],
  [
    'a counter that goes on counting was not ended',
    { resurrection: 1 },
    '0-1 c create\n2-3 c increment n=1\n4-5 c destroy\n6-7 c increment n=2\n8-9 c increment n=3',
  ],
  ['a session that nobody asks for after its destroy tests nothing', 'unknown', `${MADE}\n4-5 c destroy`],
]);
