import { testVerdicts } from './testing.ts';

const asked = (strangers: number, refused: number, users: number, shown: number) => ({
  page: { figures: { strangers, nameless: 2, users, refused, shown } },
});

testVerdicts('C24', 'redis', [
  ['shown', 'each was answered as it should be', asked(4, 6, 3, 3)],
  ['refuted', 'a stranger was let in', asked(4, 5, 3, 3)],
  ['refuted', 'a user was not shown it all', asked(4, 6, 3, 2)],
  ['unknown', 'no user came', asked(4, 6, 0, 0)],
]);
