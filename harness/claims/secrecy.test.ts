import { testVerdicts } from './testing.ts';

const cookies = (readable: number) => ({ tamper: { figures: { cookies: 4, readable } } });
const stored = (texts: number, clear: number) => ({
  ...cookies(0),
  page: { figures: { users: 5, texts, 'in the clear': clear } },
});

testVerdicts('C18', 'cookie', [
  ['refuted', 'it can be read', cookies(4)],
  ['shown', 'it cannot be read', cookies(0)],
  ['unknown', 'nobody noted', {}],
]);

testVerdicts('C18', 'redis', [
  ['refuted', 'the store can be read', stored(5, 5)],
  ['shown', 'the store cannot be read', stored(5, 0)],
  ['unknown', 'the store was not looked into', cookies(0)],
  ['unknown', 'there was nothing in the store', stored(0, 0)],
]);
