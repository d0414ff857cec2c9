import { draft } from '../plan/draft.ts';
import type { StoreName } from '../stores/catalogue.ts';
import { count, named, onEach, trueOnlyIf, unknown } from './claim.ts';
import { anomaliesIn, figure, hasFigure, occasions } from './evidence.ts';
import { STORES_OF_EXPRESS_SESSION } from './stores.ts';

const TTL_MS = 3000;
const AFTER_MS = 3000;

const left = (store: StoreName) =>
  draft({
    title: 'Visitors who never come back, looked for when they have expired',
    subject: { store, ttlMs: TTL_MS },
    load: { workload: 'growth', clients: 10, rate: 200, durationMs: 1500, lingerMs: TTL_MS + AFTER_MS },
  });

const idle = (store: StoreName) =>
  draft({
    title: 'Sessions that lie idle until they have expired',
    subject: { store, ttlMs: TTL_MS },
    load: { workload: 'expiry', clients: 20, rate: 150, durationMs: 1500 },
  });

/** What has expired: whether anybody can still see it, and whether it is still there. */
export const expiredSessionsArePurged = onEach({
  id: 'C8',
  text: 'Expired sessions are also purged on the server',
  source: 'Express tutorials, of the session middleware',
  stores: STORES_OF_EXPRESS_SESSION,
  experiments: (store) => ({ 'left-behind': left(store), expiry: idle(store) }),
  judge(experiments) {
    const [behind, expiry] = [named(experiments, 'left-behind'), named(experiments, 'expiry')];
    const [asked, late] = [occasions(expiry, 'late-expiry'), anomaliesIn(expiry, ['late-expiry'])];
    const [made, held] = [behind.counts.sessions, figure(behind, 'held')];
    const measured =
      `${count(held)} of ${count(made)} sessions were still held ${AFTER_MS / 1000} s after the last had expired; ` +
      `${count(late)} of ${count(asked)} could still be read after their time`;
    if (!hasFigure(behind, 'held')) return unknown('nobody counted what was held', measured);
    if (made === 0 || asked === 0) return unknown('no session expired', measured);
    if (late > 0) return { measured, verdict: 'refuted', reason: 'what has expired can still be read' };
    if (held === 0) return { measured, verdict: 'shown' };
    return trueOnlyIf(
      'purged means that nobody sees them any more: they take up room until something sweeps',
      measured,
    );
  },
});
