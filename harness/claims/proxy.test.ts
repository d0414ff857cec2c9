import { testVerdicts } from './testing.ts';

const given = (without: number, trusted: number, visits = 9) => ({
  'proxy-untrusted': { figures: { visits, cookies: without } },
  'proxy-trusted': { figures: { visits, cookies: trusted } },
});

testVerdicts('C21', 'redis', [
  ['shown', 'only with it there are cookies', given(0, 9)],
  ['refuted', 'there are cookies without it', given(9, 9)],
  ['refuted', 'there are none with it', given(0, 0)],
  ['unknown', 'nobody came', given(0, 0, 0)],
]);
