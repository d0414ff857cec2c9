import { table } from './oracle/table.ts';

const MADE = '0-1 c create\n2-3 c write a=1';

table('garbage-read', [
  ['what is read was written', 'pass', `${MADE}\n4-5 c read a -> 1`],
  ['a value that nobody wrote', { 'garbage-read': 1 }, `${MADE}\n4-5 c read a -> 9`],
  ['a value of another type is another value', { 'garbage-read': 1 }, `${MADE}\n4-5 c read a -> one`],
  [
    'a value that was written to another key of the session',
    { 'garbage-read': 1 },
    `${MADE}\n4-5 c write b=2\n6-7 c read a -> 2`,
  ],
  [
    'a value before anybody wrote it',
    { 'garbage-read': 1 },
    `0-1 c create\n2-3 c read a -> 1\n4-5 c write a=1`,
  ],
  ['a value whose write is still under way', 'pass', '0-1 c create\n2-9 c write a=1\n3-4 d read a -> 1'],
  ['a value whose write nobody answered', 'pass', '0-1 c create\n2-3 c write a=1 info\n4-5 c read a -> 1'],
  [
    "a value that several other sessions wrote is nobody's in particular",
    { 'garbage-read': 1 },
    `${MADE}\n0-1 d@t create\n2-3 d@t write a=7\n0-1 e@u create\n2-3 e@u write a=7\n4-5 c read a -> 7`,
  ],
  [
    'a count of more than had been counted',
    { 'garbage-read': 1 },
    '0-1 c create\n2-3 c increment n=1\n4-5 c read n -> 5',
  ],
  [
    'a count that is no number',
    { 'garbage-read': 1 },
    '0-1 c create\n2-3 c increment n=1\n4-5 c read n -> many',
  ],
  ['null shows no value', 'unknown', '0-1 c create\n2-3 c read a -> null'],
  [
    'where a value was written twice nothing is known',
    'unknown',
    `${MADE}\n4-5 c write a=1\n6-7 c read a -> 1`,
  ],
]);
