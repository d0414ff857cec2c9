import { draft } from '../plan/draft.ts';
import { count, named, onEach, unknown } from './claim.ts';
import { anomaliesIn, occasions } from './evidence.ts';

export const cookiesHaveALimit = onEach({
  id: 'C16',
  text: 'A session in a cookie has room for 4,096 bytes, and no more',
  source: 'Express tutorials; cookie-session readme, Max Cookie Size; RFC 6265bis, 5.6',
  stores: ['cookie'],
  experiments: (store) => ({
    payload: draft({
      title: 'Sessions from 100 B to 64 KiB',
      subject: { store },
      load: { workload: 'payload', clients: 10, rate: 150, durationMs: 3000 },
    }),
  }),
  judge(experiments) {
    const experiment = named(experiments, 'payload');
    const tested = occasions(experiment, 'truncated-session');
    const dropped = anomaliesIn(experiment, ['truncated-session']);
    const { sessions, writesAcknowledged } = experiment.counts;
    const measured =
      `${count(dropped)} of ${count(sessions)} sessions were acknowledged with a cookie over 4,096 B, which a browser ` +
      `drops without a word; ${count(writesAcknowledged)} writes of 100 B to 64 KiB`;
    if (tested === 0) return unknown('no cookie was looked at', measured);
    return { measured, verdict: dropped > 0 ? 'shown' : 'refuted' };
  },
});
