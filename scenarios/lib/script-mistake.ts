import type { Kept } from '../../protocol/script.ts';

/** A script does what it must not, whatever the app answers. */
export class Mistake extends Error {
  override name = 'Mistake';
}

/** How a step of a visit is written: `write('color', …)`. */
export const written = (step: string, key?: string): string =>
  key === undefined ? `${step}(…)` : `${step}('${key}', …)`;

export function assertName(step: string, what: string, given: unknown): asserts given is string {
  if (typeof given === 'string' && given !== '') return;
  throw new Mistake(`${written(step)} needs ${what} as a text, and has ${shownAs(given)}`);
}

export function assertValue(where: string, given: unknown): asserts given is Kept {
  if (given === null || ['string', 'boolean'].includes(typeof given) || Number.isFinite(given)) return;
  throw new Mistake(
    `${where} needs a value that is a text, a number, true, false or null, and has ${shownAs(given)}`,
  );
}

export function assertFunction(where: string, given: unknown): void {
  if (typeof given === 'function') return;
  throw new Mistake(
    `${where} needs a function that asks the app and says what came, and has ${shownAs(given)}`,
  );
}

/** A promise, a forgotten `return` of another kind, or a word that is none of these. */
export function notAsAsked(where: string, wanted: string, given: unknown): Mistake {
  const isPromise = typeof (given as { then?: unknown } | null)?.then === 'function';
  const why = isPromise ? 'a promise: leave out async, as ask gives each answer at once' : shownAs(given);
  return new Mistake(`${where}: its function is to return ${wanted}, and returned ${why}`);
}

function shownAs(given: unknown): string {
  if (given === undefined) return 'undefined';
  if (typeof given === 'function') return 'a function';
  if (typeof given === 'number') return String(given);
  return JSON.stringify(given).slice(0, 60);
}
