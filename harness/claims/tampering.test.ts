import { testVerdicts } from './testing.ts';

const altered = (opened: number, shown = 50) => ({
  tamper: {
    figures: { altered: shown },
    anomalyCounts: { 'cross-session-read': opened, fixation: 0 },
    tested: { 'cross-session-read': 50, fixation: 50 },
  },
});

testVerdicts('C17', 'redis', [
  ['shown', 'none was opened', altered(0)],
  ['refuted', 'one was opened', altered(1)],
  ['unknown', 'none was shown', altered(0, 0)],
]);

const taken = (stolen: number, opened: number, after = 0) => ({
  tamper: {
    figures: { stolen, opened },
    anomalyCounts: { resurrection: after },
    tested: { resurrection: stolen },
  },
});

testVerdicts('C19', 'cookie', [
  ['shown', 'they open it, login or not', taken(4, 4, 4)],
  ['true only if', 'a login shuts the thief out', taken(4, 4)],
  ['refuted', 'they open nothing', taken(4, 0)],
  ['unknown', 'some open it', taken(4, 3)],
  ['unknown', 'none was stolen', taken(0, 0)],
]);
