import type { ExperimentResult } from '../model/results.ts';
import { count, named, onEach, unknown } from './claim.ts';
import { cart } from './drafts.ts';
import { anomaliesIn, anomaliesInWords, occasions } from './evidence.ts';
import { EVERY_STORE } from './stores.ts';

/** Set, read, changed and removed by dots and by any key, nested ones too; what is not set reads as undefined. */
export const anyKeyWorks = onEach({
  id: 'C10',
  text: 'Values are set, read, changed and removed by paths and by any key',
  source: 'Express tutorials: req.session.name, req.session["name"]',
  stores: EVERY_STORE,
  experiments: (store) => ({ cart: cart(store) }),
  judge(experiments) {
    const experiment = named(experiments, 'cart');
    const reads = occasions(experiment, 'garbage-read');
    const measured = `${count(reads)} reads of places such as cart.total.net, v1.2, $inc, __proto__, größe 漢`;
    if (reads === 0) return unknown('no value was read back', measured);
    const amiss = amissIn(experiment);
    if (amiss === undefined)
      return unknown('more anomalies than are kept, so their keys are not known', measured);
    if (amiss > 0)
      return {
        measured,
        verdict: 'refuted',
        reason: `${anomaliesInWords(experiment)} in ${count(amiss)} places`,
      };
    if (experiment.verdict === 'unknown') return unknown('a checker could not decide', measured);
    return { measured: `${measured}: each as it was put there`, verdict: 'shown' };
  },
});

/**
 * Anomalies at the keys of this claim. What came of values that JSON has no word for is the matter of another one.
 * Undefined: not all are listed, and those that are say nothing.
 */
export function amissIn(experiment: ExperimentResult): number | undefined {
  const { anomalies } = experiment;
  const own = anomalies.filter(({ key = '' }) => !key.startsWith('kinds.')).length;
  if (own > 0) return own;
  return anomalies.length === anomaliesIn(experiment) ? 0 : undefined;
}
