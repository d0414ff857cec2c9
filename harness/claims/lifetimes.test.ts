import { late, testVerdicts } from './testing.ts';

testVerdicts('C9', 'redis', [
  [
    'shown',
    'each of the three is heeded',
    { 'cookie-shorter': late(0), 'store-shorter': late(0), 'store-alone': late(0) },
  ],
  [
    'true only if',
    "the cookie's age comes first",
    { 'cookie-shorter': late(0), 'store-shorter': late(20), 'store-alone': late(0) },
  ],
  [
    'refuted',
    'none is heeded',
    { 'cookie-shorter': late(9), 'store-shorter': late(9), 'store-alone': late(9) },
  ],
  [
    'unknown',
    'one was not looked at',
    { 'cookie-shorter': late(0), 'store-shorter': late(0, 0), 'store-alone': late(0) },
  ],
]);
