import type { ExperimentLine } from '../../protocol/history.ts';
import type { HistoryProblem } from '../history/problem.ts';
import type { Verdict } from '../model/results.ts';
import type { Judge, Judgement } from './judgement.ts';

interface Judged {
  experiment: ExperimentLine;
  judgement: Judgement;
}

/**
 * What spoils verdicts, the first of each experiment and of the whole history. A history that is corrupt outside its
 * experiments can hide anything anywhere, and two experiments of one name spoil each other, so what is found late leaves
 * in doubt what was judged before.
 */
export class Spoilers {
  readonly #first = new Map<string | undefined, string>();
  readonly #known = new Set<ExperimentLine>();

  hear({ spoils, experiment, message }: HistoryProblem): void {
    if (spoils && !this.#first.has(experiment)) this.#first.set(experiment, message);
  }

  /** Tells the judge what is known by now. */
  before(experiment: ExperimentLine, judge: Judge): void {
    const reason = this.#of(experiment);
    if (reason === undefined) return;
    this.#known.add(experiment);
    judge.spoil(reason);
  }

  /** The same judgement, or one in doubt if something that concerns it was found after it. */
  after<Any extends Judged>(judged: Any): Any {
    const reason = this.#of(judged.experiment);
    if (reason === undefined || this.#known.has(judged.experiment)) return judged;
    const { judgement } = judged;
    return { ...judged, judgement: { ...judgement, checkers: doubted(judgement.checkers, reason) } };
  }

  #of({ experiment }: ExperimentLine): string | undefined {
    return this.#first.get(experiment) ?? this.#first.get(undefined);
  }
}

/** The same, with every verdict unknown for this reason. */
export const doubted = <Any extends { verdict: Verdict; reason?: string | undefined }>(
  checkers: readonly Any[],
  reason: string,
): Any[] => checkers.map((checker) => ({ ...checker, verdict: 'unknown', reason }));
