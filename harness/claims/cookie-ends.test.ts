import { left, testVerdicts } from './testing.ts';

testVerdicts('C15', 'cookie', [
  ['shown', 'both delete it, and no copy opens', { 'logout-null': left(9, 0), 'logout-delete': left(9, 0) }],
  [
    'true only if',
    'only null deletes it, and copies open',
    { 'logout-null': left(9, 9, 0), 'logout-delete': left(9, 9) },
  ],
  ['refuted', 'null does not delete it', { 'logout-null': left(9, 9), 'logout-delete': left(9, 9) }],
  ['unknown', 'nobody logged out', {}],
]);
