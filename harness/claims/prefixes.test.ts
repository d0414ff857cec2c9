import { testVerdicts } from './testing.ts';

const read = (absentApart: number, absentTogether: number, mixed = 0, reads = 100) => ({
  'two-apps': {
    counts: { reads, readsAbsent: absentApart },
    anomalyCounts: { 'cross-session-read': mixed },
  },
  'two-instances': { counts: { reads, readsAbsent: absentTogether } },
});

testVerdicts('C25', 'redis', [
  ['shown', 'they see half of the sessions, their own', read(50, 0)],
  ['refuted', 'they see all sessions', read(0, 0)],
  ['refuted', "one saw another's data", read(50, 0, 1)],
  ['unknown', 'with one prefix they do not share all either', read(50, 1)],
  ['unknown', 'nothing was read', read(0, 0, 0, 0)],
]);
