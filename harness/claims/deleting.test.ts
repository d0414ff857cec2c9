import { left, testVerdicts } from './testing.ts';

const over = (revived: number) => ({
  figures: { 'logouts during a write': 9, 'revived by a write': revived },
});

testVerdicts('C12', 'redis', [
  [
    'shown',
    'delete ends nothing, destroy does',
    { 'logout-delete': left(9, 9), logout: left(9, 0), overlap: over(0) },
  ],
  [
    'true only if',
    'a request under way revives it',
    { 'logout-delete': left(9, 9), logout: left(9, 0), overlap: over(9) },
  ],
  [
    'refuted',
    'delete ends it as well',
    { 'logout-delete': left(9, 0), logout: left(9, 0), overlap: over(0) },
  ],
  [
    'refuted',
    'destroy does not end it',
    { 'logout-delete': left(9, 9), logout: left(9, 1), overlap: over(0) },
  ],
  ['unknown', 'delete ends some', { 'logout-delete': left(9, 5), logout: left(9, 0), overlap: over(0) }],
  ['unknown', 'nobody logged out', { 'logout-delete': left(9, 9), overlap: over(0) }],
]);
