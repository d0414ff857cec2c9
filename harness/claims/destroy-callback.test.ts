import { left, testVerdicts } from './testing.ts';

testVerdicts('C13', 'redis', [
  [
    'shown',
    'only who answers at once is wrong',
    { 'logout-in-callback': left(9, 0), 'logout-at-once': left(9, 4) },
  ],
  [
    'refuted',
    'the callback came too early',
    { 'logout-in-callback': left(9, 1), 'logout-at-once': left(9, 4) },
  ],
  ['unknown', 'it made no difference', { 'logout-in-callback': left(9, 0), 'logout-at-once': left(9, 0) }],
  ['unknown', 'nobody logged out', { 'logout-at-once': left(9, 4) }],
]);
