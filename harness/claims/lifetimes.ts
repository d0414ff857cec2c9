import { draft } from '../plan/draft.ts';
import type { Subject } from '../model/plan.ts';
import { STORES, type StoreName } from '../stores/catalogue.ts';
import type { ExperimentResult } from '../model/results.ts';
import { count, named, onEach, trueOnlyIf, unknown } from './claim.ts';
import { anomaliesIn, occasions } from './evidence.ts';
import { STORES_OF_EXPRESS_SESSION } from './stores.ts';

const SHORT_MS = 3000;
const LONG_MS = 60_000;

const idle = (store: StoreName, title: string, how: Partial<Subject>) =>
  draft({
    title,
    subject: { store, ttlMs: SHORT_MS, ...how },
    load: { workload: 'expiry', clients: 20, rate: 150, durationMs: 1500 },
  });

const late = (experiment: ExperimentResult) =>
  `${count(anomaliesIn(experiment, ['late-expiry']))} of ${count(occasions(experiment, 'late-expiry'))}`;

const heeds = (experiment: ExperimentResult) => anomaliesIn(experiment, ['late-expiry']) === 0;

/** Who decides when a session ends, where the cookie and the store are told different things. */
export const whoSetsTheExpiry = onEach({
  id: 'C9',
  text: "A session expires by the age of its cookie, and by the store's ttl",
  source: 'connect-redis and connect-mongo readmes, option ttl; express-session readme, cookie.maxAge',
  stores: STORES_OF_EXPRESS_SESSION.filter((store) => STORES[store].takesTtl !== false),
  experiments: (store) => ({
    'cookie-shorter': idle(store, "The cookie's age is 3 s, the store's ttl 60 s", { storeTtlMs: LONG_MS }),
    'store-shorter': idle(store, "The cookie's age is 60 s, the store's ttl 3 s", { cookieAgeMs: LONG_MS }),
    'store-alone': idle(store, "The cookie has no age, the store's ttl is 3 s", { cookieAgeMs: 'none' }),
  }),
  judge(experiments) {
    const [cookie, store, alone] = (['cookie-shorter', 'store-shorter', 'store-alone'] as const).map((name) =>
      named(experiments, name),
    ) as [ExperimentResult, ExperimentResult, ExperimentResult];
    const measured =
      `still there after 3 s: ${late(cookie)} where that is the cookie's age (ttl 60 s), ${late(store)} where it is the ` +
      `ttl (cookie 60 s), ${late(alone)} where it is the ttl and the cookie has no age`;
    if ([cookie, store, alone].some((experiment) => occasions(experiment, 'late-expiry') === 0))
      return unknown('no session was looked at after its time', measured);
    if (
      [cookie, store, alone].some(
        (experiment) => anomaliesIn(experiment, ['early-expiry', 'lost-session']) > 0,
      )
    )
      return { measured, verdict: 'refuted', reason: 'sessions expired before any time that was set' };
    if (!heeds(cookie) && !heeds(store) && !heeds(alone))
      return { measured, verdict: 'refuted', reason: 'neither of the two is heeded when a session is read' };
    if (heeds(cookie) && heeds(store) && heeds(alone)) return { measured, verdict: 'shown' };
    const conditions = [
      ...(heeds(cookie)
        ? []
        : ["the store's ttl is not longer than the cookie's age, which it does not heed"]),
      ...(heeds(store)
        ? []
        : ["the cookie has no longer age than the ttl: the cookie's decides where it has one"]),
      ...(heeds(alone) ? [] : ['the cookie has an age: without one the ttl is not heeded']),
    ];
    return trueOnlyIf(conditions.join('; '), measured);
  },
});
