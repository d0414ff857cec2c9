import type { ExperimentResult, Results } from '../../harness/model/results.ts';

/**
 * A round as if nothing had made it doubtful: of what a busy machine measured, which the gate calls unknown. Its figures
 * differ more from round to round than those of a quiet one, so that differences are harder to see in them.
 */
export const trusted = (results: Results): Results => ({
  ...results,
  problems: [],
  experiments: results.experiments.map((experiment): ExperimentResult => ({
    ...experiment,
    generator: { ...experiment.generator, verdict: 'pass' },
    verdict: experiment.verdict === 'unknown' ? 'pass' : experiment.verdict,
    problems: [],
    checkers: experiment.checkers.map((checker) =>
      checker.verdict === 'unknown' && checker.tested !== 0 ? { ...checker, verdict: 'pass' } : checker,
    ),
  })),
});

/** Whether a round has something that the gate calls unknown. */
export const isDoubtful = ({ experiments }: Results): boolean =>
  experiments.some(({ verdict, generator }) => verdict === 'unknown' || generator.verdict !== 'pass');
