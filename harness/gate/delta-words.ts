import type { Check, Delta } from './decision.ts';

/** What was decided of a figure in a word or two, and a number for why where that is long. */
export interface Footnoted {
  short: string;
  note?: number;
}

/** Reasons that several figures share, each said once. */
export class Footnotes {
  readonly #notes: string[] = [];

  of({ is, doubt, leftOut, moreRounds }: Delta): Footnoted {
    const more = moreRounds === undefined ? 'at the margin' : `about ${moreRounds} rounds more`;
    const short = is === 'cannot tell' && doubt === undefined ? `${is}: ${more}` : is;
    const note = is === 'cannot tell' ? (doubt ?? leftOut) : leftOut;
    if (note === undefined) return { short };
    const at = this.#notes.indexOf(note);
    return { short, note: at === -1 ? this.#notes.push(note) : at + 1 };
  }

  /** In the order of their numbers, from 1. */
  get notes(): readonly string[] {
    return this.#notes;
  }
}

const ORDER: readonly Check['verdict'][] = ['fail', 'unknown', 'pass'];

type Compared = Check & { delta: Delta };
const isCompared = (check: Check): check is Compared => check.delta !== undefined;

/** Nothing was there to be seen, on either side. */
const isNone = ({ delta: { is, values } }: Compared) =>
  is !== 'worse' && [...values.baseline, ...values.candidate].every((value) => value === 0);

/** Figures beside the baseline's, what is worse or cannot be told first; and those of which neither side has any. */
export function comparedIn(checks: readonly Check[]): { shown: Compared[]; none: Compared[] } {
  const compared = checks
    .filter(isCompared)
    .toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  return { shown: compared.filter((check) => !isNone(check)), none: compared.filter(isNone) };
}
