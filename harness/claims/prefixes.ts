import { draft } from '../plan/draft.ts';
import { count, named, onEach, percent, unknown } from './claim.ts';
import { anomaliesIn } from './evidence.ts';
import { ofProof } from './of-proof.ts';

/** With two apps, half of the requests are at the one that did not make the session. */
const NEARLY_HALF = 0.25;

export const prefixesKeepAppsApart = onEach({
  id: 'C25',
  text: 'Apps with prefixes of their own on one Redis do not see each other',
  source: 'connect-redis readme, option prefix: "different applications sharing the same Redis instance"',
  stores: ['redis', 'node-redis'],
  experiments: (store) => ({
    'two-apps': draft({
      title: 'Two apps on one server, each with its prefix',
      subject: { store, instances: 2, prefix: 'own', environment: 'development' },
      load: { workload: 'register', clients: 30, rate: 300, durationMs: 3500 },
    }),
    ...ofProof(store, 'two-instances'),
  }),
  judge(experiments) {
    const [apart, together] = [
      named(experiments, 'two-apps').counts,
      named(experiments, 'two-instances').counts,
    ];
    const mixed = anomaliesIn(named(experiments, 'two-apps'), ['cross-session-read', 'garbage-read']);
    const share = apart.reads === 0 ? 0 : apart.readsAbsent / apart.reads;
    const measured =
      `${percent(share)} of ${count(apart.reads)} reads found no session where each app has its prefix, and ` +
      `${count(together.readsAbsent)} of ${count(together.reads)} where both have the same; ${count(mixed)} saw somebody else's`;
    if (apart.reads === 0 || together.reads === 0) return unknown('no session was read', measured);
    if (together.readsAbsent > 0)
      return unknown('with one prefix they do not share all sessions either', measured);
    return { measured, verdict: share > NEARLY_HALF && mixed === 0 ? 'shown' : 'refuted' };
  },
});
