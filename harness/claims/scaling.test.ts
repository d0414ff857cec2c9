import { testVerdicts } from './testing.ts';

testVerdicts('C7', 'redis', [
  ['shown', 'nothing was lost', {}],
  ['refuted', 'a session was lost', { scaled: { anomalyCounts: { 'lost-session': 1 } } }],
  ['unknown', 'no write was acknowledged', { scaled: { counts: { writesAcknowledged: 0 } } }],
]);
