import type { ExperimentResult, Results } from '../../model/results.ts';

/**
 * Results of one store under the names that they would have on another: what was done to either is the same, and a
 * figure is found by its experiment's name.
 */
export const underNamesOf = (results: Results, store: string): Results => ({
  ...results,
  experiments: results.experiments.map((experiment) => renamed(experiment, store)),
});

function renamed(experiment: ExperimentResult, store: string): ExperimentResult {
  const { id, store: own, faults } = experiment;
  return {
    ...experiment,
    id: id.startsWith(`${own}/`) ? `${store}${id.slice(own.length)}` : id,
    store,
    // A fault of the server goes by the name of the store, however its server is laid out.
    faults: faults.map((fault) => (fault.kind.startsWith('server-') ? { ...fault, target: store } : fault)),
  };
}
