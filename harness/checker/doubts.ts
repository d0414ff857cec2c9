import type { OperationLine } from '../../protocol/history.ts';
import { grouped, quoted, type HistoryProblem } from '../history/problem.ts';
import { ORDER_KINDS, VALUE_KINDS, type AnomalyKind } from '../model/kinds.ts';
import type { Collector } from './collector.ts';
import { BUDGET } from './decide/decide.ts';
import type { CheckerJudgement } from './judgement.ts';

const OF_VALUES: ReadonlySet<AnomalyKind> = new Set(VALUE_KINDS);
const OF_ORDER: ReadonlySet<AnomalyKind> = new Set(ORDER_KINDS);
const PROBLEMS_KEPT = 100;

/** Why verdicts of an experiment are unknown, whatever was found or not. */
export class Doubts {
  complete = true;
  readonly problems: HistoryProblem[] = [];
  readonly #experiment: string;
  readonly #spoiled: string[] = [];
  /** Values do not tell writes apart. */
  #ambiguous: string | undefined;
  #undecided: string | undefined;

  constructor(experiment: string) {
    this.#experiment = experiment;
  }

  /** Why nothing of the experiment can be trusted. */
  get spoiled(): string | undefined {
    return this.#spoiled[0];
  }

  spoil(reason: string): void {
    if (this.#spoiled.length < PROBLEMS_KEPT) this.#spoiled.push(reason);
  }

  wentOn(session: string, line: number): void {
    const message = `line ${grouped(line)} is of session ${session}, which was finished before it`;
    this.#problem(line, message);
    this.spoil(message);
  }

  undecided(session: string | undefined): void {
    this.#undecided ??= session;
  }

  twice(session: string, key: string, { value }: OperationLine, line: number): void {
    const message = `line ${grouped(line)} writes ${typeof value === 'string' ? quoted(value) : value} to key ${key} of session ${session} a second time: reads cannot tell the two apart`;
    this.#ambiguous ??= message;
    this.#problem(line, message);
  }

  judged({ checker, count, tested, failure }: Collector): CheckerJudgement {
    const { kind } = checker;
    const judged = { checker: kind, count, tested };
    const unknown = (reason: string): CheckerJudgement => ({ ...judged, verdict: 'unknown', reason });
    if (this.spoiled !== undefined) return unknown(this.spoiled);
    if (failure !== undefined) return unknown(`the checker itself failed: ${failure}`);
    if (count > 0) return { ...judged, verdict: 'fail' };
    if (this.#undecided !== undefined && OF_ORDER.has(kind))
      return unknown(
        `session ${this.#undecided} could not be decided: more than ${grouped(BUDGET)} ways to look at`,
      );
    if (this.#ambiguous !== undefined && OF_VALUES.has(kind)) return unknown(this.#ambiguous);
    if (!this.complete) return unknown('the experiment was cut off before its end');
    if (tested === 0) return unknown(checker.untested);
    return { ...judged, verdict: 'pass' };
  }

  #problem(line: number, message: string): void {
    if (this.problems.length < PROBLEMS_KEPT)
      this.problems.push({ line, message, experiment: this.#experiment, spoils: true });
  }
}
