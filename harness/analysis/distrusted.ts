import { doubted } from '../checker/spoilers.ts';
import type { HistoryProblem } from '../history/problem.ts';
import type { ExperimentResult } from '../model/results.ts';

/**
 * A result with all problems of the history that concern it, those that were found after it as well: a history that is
 * corrupt outside its experiments can hide anything anywhere.
 */
export const distrusted = (result: ExperimentResult, problems: readonly HistoryProblem[]): ExperimentResult =>
  problems
    .filter(({ spoils, experiment }) => spoils && (experiment === undefined || experiment === result.id))
    .reduce((doubtful, { message }) => inDoubt(doubtful, message), result);

const inDoubt = (result: ExperimentResult, reason: string): ExperimentResult =>
  result.problems.includes(reason)
    ? result
    : {
        ...result,
        checkers: doubted(result.checkers, reason),
        promises: result.promises.map(({ id, source }) => ({
          id,
          source,
          verdict: 'not tested' as const,
        })),
        problems: [...result.problems, reason],
        verdict: 'unknown',
      };
