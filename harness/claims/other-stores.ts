import { count, named, onEach, unknown } from './claim.ts';
import { cart, logout, scaled } from './drafts.ts';
import { opened } from './deleting.ts';
import { figure } from './evidence.ts';
import { amissIn } from './keys.ts';
import { keptAll } from './restart.ts';

/** Everything that the better known stores are asked for, of the others. */
export const othersWorkAsWell = onEach({
  id: 'C23',
  text: 'It works as a session store too',
  source: "Express tutorials; express-session readme, Compatible Session Stores; the package's readme",
  stores: [
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
  judge(experiments) {
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
    if (kept.verdict !== 'shown') return kept;
    if (amiss === undefined || named(experiments, 'cart').verdict === 'unknown')
      return unknown('what came of the carts is not known', kept.measured);
    if (logouts === 0) return unknown('nobody logged out', kept.measured);
    return amiss + still === 0 ? kept : { measured: kept.measured, verdict: 'refuted' };
  },
});
