import { count, named, onEach } from './claim.ts';
import { scaled } from './drafts.ts';
import { keptAll } from './restart.ts';
import { EVERY_STORE } from './stores.ts';

/** Instances come and go behind a balancer, and nobody's session is the worse for it. */
export const stillWorksAsInstancesComeAndGo = onEach({
  id: 'C7',
  text: 'Sessions work on as instances are replaced, taken away and added',
  source: 'Express tutorials: a session store lets an app grow behind a load balancer',
  stores: EVERY_STORE,
  experiments: (store) => ({ scaled: scaled(store) }),
  judge(experiments) {
    const experiment = named(experiments, 'scaled');
    const { fail, info } = experiment.counts;
    return keptAll(experiment, `; ${count(fail + info)} requests failed or were not answered`);
  },
});
