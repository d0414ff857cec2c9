import type { ExperimentResult, Results } from '../../model/results.ts';

/**
 * Results of one store under the names that they would have on another: what was done to either is the same, and a
 * figure is found by its experiment's name.
 */
export const underNamesOf = (baseline: Results, store: string): Results => ({
  ...baseline,
  experiments: baseline.experiments.map((experiment) => renamed(experiment, store)),
});

function renamed(experiment: ExperimentResult, store: string): ExperimentResult {
  const { id, store: own, faults } = experiment;
  if (own === store) return experiment;
  return {
    ...experiment,
    id: id.startsWith(`${own}/`) ? `${store}${id.slice(own.length)}` : id,
    store,
    // A fault of the store's server goes by the name of the store.
    faults: faults.map((fault) => (fault.target === own ? { ...fault, target: store } : fault)),
  };
}
