import type { OperationLine } from '../../protocol/history.ts';
import { grouped, quoted, type HistoryProblem } from '../history/problem.ts';
import type { Collector } from './collector.ts';
import { BUDGET } from './decide/decide.ts';
import type { Doubted, Placed } from './share/found.ts';
import type { CheckerJudgement } from './judgement.ts';

const PROBLEMS_KEPT = 100;

/** Why verdicts of an experiment are unknown, whatever was found or not. */
export class Doubts {
  complete = true;
  #problems: Placed<HistoryProblem>[] = [];
  readonly #experiment: string;
  #spoiled: Placed<string>[] = [];
  /** Values do not tell writes apart. */
  #ambiguous: Placed<string> | undefined;
  #undecided: Placed<string> | undefined;

  constructor(experiment: string) {
    this.#experiment = experiment;
  }

  /** Why nothing of the experiment can be trusted. */
  get spoiled(): string | undefined {
    return this.#spoiled[0]?.it;
  }

  get problems(): HistoryProblem[] {
    return this.#problems.map(({ it }) => it);
  }

  /** What was doubted here, for one who puts several together. */
  all(): Doubted {
    return {
      problems: this.#problems,
      spoiled: this.#spoiled,
      ambiguous: this.#ambiguous,
      undecided: this.#undecided,
    };
  }

  /** Takes over what was doubted of other sessions. */
  absorb({ problems, spoiled, ambiguous, undecided }: Doubted): void {
    this.#problems = inPlace([...this.#problems, ...problems]).slice(0, PROBLEMS_KEPT);
    this.#spoiled = inPlace([...this.#spoiled, ...spoiled]).slice(0, PROBLEMS_KEPT);
    this.#ambiguous = firstOf(this.#ambiguous, ambiguous);
    this.#undecided = firstOf(this.#undecided, undecided);
  }

  spoil(reason: string, place: number): void {
    if (this.#spoiled.length < PROBLEMS_KEPT) this.#spoiled.push({ place, it: reason });
  }

  wentOn(session: string, line: number): void {
    const message = `line ${grouped(line)} is of session ${session}, which was finished before it`;
    this.#problem(line, message, line);
    this.spoil(message, line);
  }

  undecided(session: string | undefined, place: number): void {
    if (session !== undefined) this.#undecided ??= { place, it: session };
  }

  twice(
    session: string,
    key: string,
    { value }: OperationLine,
    { line, place }: { line: number; place: number },
  ): void {
    const message = `line ${grouped(line)} writes ${typeof value === 'string' ? quoted(value) : value} to key ${key} of session ${session} a second time: reads cannot tell the two apart`;
    this.#ambiguous ??= { place, it: message };
    this.#problem(line, message, place);
  }

  judged({ checker, count, tested, failure }: Collector): CheckerJudgement {
    const { kind, shownBy } = checker;
    const judged = { checker: kind, count, tested };
    const unknown = (reason: string): CheckerJudgement => ({ ...judged, verdict: 'unknown', reason });
    if (this.spoiled !== undefined) return unknown(this.spoiled);
    if (failure !== undefined) return unknown(`the checker itself failed: ${failure}`);
    if (count > 0) return { ...judged, verdict: 'fail' };
    if (this.#undecided !== undefined && shownBy !== 'response')
      return unknown(
        `session ${this.#undecided.it} could not be decided: more than ${grouped(BUDGET)} ways to look at`,
      );
    if (this.#ambiguous !== undefined && shownBy === 'value') return unknown(this.#ambiguous.it);
    if (!this.complete) return unknown('the experiment was cut off before its end');
    if (tested === 0) return unknown(checker.untested);
    return { ...judged, verdict: 'pass' };
  }

  #problem(line: number, message: string, place: number): void {
    if (this.#problems.length < PROBLEMS_KEPT)
      this.#problems.push({ place, it: { line, message, experiment: this.#experiment, spoils: true } });
  }
}

const inPlace = <Any>(placed: Placed<Any>[]): Placed<Any>[] => placed.toSorted((a, b) => a.place - b.place);

const firstOf = <Any>(a: Placed<Any> | undefined, b: Placed<Any> | undefined): Placed<Any> | undefined =>
  a === undefined || (b !== undefined && b.place < a.place) ? b : a;
