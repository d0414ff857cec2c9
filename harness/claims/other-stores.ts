import type { ExperimentResult } from '../model/results.ts';
import { count, named, onEach, trueOnlyIf, unknown } from './claim.ts';
import { cart, logout, scaled } from './drafts.ts';
import { opened } from './deleting.ts';
import { anomaliesIn, figure } from './evidence.ts';
import { amissIn } from './keys.ts';
import { keptAll } from './restart.ts';
import { isInsideTheApp } from './stores.ts';

/** Everything that the better known stores are asked for, of the others. */
export const othersWorkAsWell = onEach({
  id: 'C23',
  text: 'It works as a session store too',
  source: "Express tutorials; express-session readme, Compatible Session Stores; the package's readme",
  stores: [
    'memorystore',
    'sqlite',
    'mysql',
    'memcached',
    'sequelize',
    'sequelize-mysql',
    'sequelize-postgres',
    'postgres',
    'file',
  ],
  experiments: (store) => ({ scaled: scaled(store), cart: cart(store), logout: logout(store) }),
  judge(experiments, store) {
    const left = named(experiments, 'logout');
    const [logouts, still, amiss] = [
      figure(left, 'logouts'),
      opened(left),
      amissIn(named(experiments, 'cart')),
    ];
    const kept = keptAll(
      named(experiments, 'scaled'),
      `; ${count(amiss ?? 0)} places amiss in carts; ${count(still)} of ${count(logouts)} sessions open after logout`,
    );
    const isOneInstanceOnly =
      kept.verdict === 'refuted' && isInsideTheApp(store) && onlyLosesSessions(named(experiments, 'scaled'));
    if (kept.verdict !== 'shown' && !isOneInstanceOnly) return kept;
    if (amiss === undefined || named(experiments, 'cart').verdict === 'unknown')
      return unknown('what came of the carts is not known', kept.measured);
    if (logouts === 0) return unknown('nobody logged out', kept.measured);
    if (amiss + still > 0) return { measured: kept.measured, verdict: 'refuted' };
    if (isOneInstanceOnly)
      return trueOnlyIf(
        'there is one instance, and it is never replaced: its sessions are in its own memory',
        kept.measured,
      );
    return kept;
  },
});

/** As whoever comes to an instance that has no memory of a session. */
const onlyLosesSessions = (experiment: ExperimentResult) =>
  anomaliesIn(experiment) === anomaliesIn(experiment, ['lost-session', 'session-unavailable']);
