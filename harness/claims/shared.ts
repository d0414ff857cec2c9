import { count, named, percent, unknown, type Claim } from './claim.ts';
import type { StoreName } from '../stores/catalogue.ts';
import { ofProof } from './of-proof.ts';
import { keptAll } from './restart.ts';

/** MemoryStore: an instance knows nothing of the sessions of another one. */
export const memoryIsNotShared: Claim = {
  id: 'C3',
  store: 'memory',
  text: 'Sessions are not shared by instances',
  badIfShown: true,
  source: 'express-session readme: MemoryStore "does not scale past a single process"',
  experiments: ofProof('memory', 'two-instances', 'sticky'),
  judge(experiments) {
    const { counts } = named(experiments, 'two-instances');
    const sticky = named(experiments, 'sticky');
    if (counts.reads === 0) return unknown('no session was read');
    const share = counts.readsAbsent / counts.reads;
    const [crash] = sticky.faults;
    if (!crash?.tookEffect) return unknown('the crash of one instance did not take effect');
    const { sessionsLost = 0, sessionsBefore = 0 } = crash;
    const measured =
      `${percent(share)} of ${count(counts.reads)} reads found no session; behind a sticky balancer all was ` +
      `well until one instance crashed: ${count(sessionsLost)} of ${count(sessionsBefore)} sessions lost`;
    if (sessionsBefore === 0) return unknown('there was nothing to lose', measured);
    // With two instances and no stickiness a session is at the wrong one half the time.
    if (share > 0.25 && counts.sessionsUnavailable > 0 && sessionsLost > 0)
      return { measured, verdict: 'shown' };
    if (counts.readsAbsent === 0) return { measured, verdict: 'refuted' };
    return unknown('some reads found no session, but not as many as two instances explain', measured);
  },
};

/** A store with a server: every instance sees what the others wrote. */
export function sharedByInstances(id: string, store: StoreName, source: string): Claim {
  return {
    id,
    store,
    text: 'Sessions are shared by instances',
    source,
    experiments: ofProof(store, 'two-instances'),
    judge(experiments) {
      const experiment = named(experiments, 'two-instances');
      const { reads, readsAbsent } = experiment.counts;
      return keptAll(experiment, `; ${count(readsAbsent)} of ${count(reads)} reads found no session`);
    },
  };
}
