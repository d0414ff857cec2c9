import { late, testVerdicts } from './testing.ts';

const seen = (held: number, found: number, asked = 20) => ({
  'left-behind': { figures: { held }, counts: { sessions: 10 } },
  expiry: late(found, asked),
});

testVerdicts('C8', 'redis', [
  ['shown', 'nothing is held or seen', seen(0, 0)],
  ['true only if', 'it is held, and not seen', seen(10, 0)],
  ['refuted', 'what has expired is read', seen(0, 1)],
  ['unknown', 'nobody counted', { expiry: late(0) }],
  ['unknown', 'nothing was asked for after its time', seen(0, 0, 0)],
]);
