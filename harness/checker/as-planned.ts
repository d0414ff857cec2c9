import { grouped, type HistoryProblem } from '../history/problem.ts';

/** Ids that a message names; the others are counted. */
const NAMED = 5;

/** Follows which of the experiments that a history announces are there. */
export class AsPlanned {
  readonly #planned = new Set<string>();
  readonly #begun = new Set<string>();
  /** Whether any line was one that only histories have. */
  recognized = false;

  plan(ids: readonly string[] = []): void {
    this.recognized = true;
    for (const id of ids) this.#planned.add(id);
  }

  began(id: string): void {
    this.recognized = true;
    this.#begun.add(id);
  }

  /** What was planned and not begun, in the order of the plan. */
  unstarted(): string[] {
    return [...this.#planned].filter((id) => !this.#begun.has(id));
  }
}

/** The problem that a history is which ends before all that was planned had begun. */
export function notBegun(ids: readonly string[]): HistoryProblem[] {
  if (ids.length === 0) return [];
  const more = ids.length > NAMED ? ` and ${grouped(ids.length - NAMED)} more` : '';
  const named = ids.slice(0, NAMED).join(', ');
  return [
    {
      line: 0,
      message: `of what was planned nothing was recorded of ${named}${more}: the run was ended before`,
      // Of the experiments that are there nothing is missing.
      spoils: false,
    },
  ];
}
