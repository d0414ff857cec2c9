import { testVerdicts } from './testing.ts';

const cut = (count: number, tested = 50) => ({
  payload: { tested: { 'truncated-session': tested }, anomalyCounts: { 'truncated-session': count } },
});

testVerdicts('C16', 'cookie', [
  ['shown', 'larger ones are dropped', cut(3)],
  ['refuted', 'none is dropped', cut(0)],
  ['unknown', 'no cookie was looked at', cut(0, 0)],
]);
