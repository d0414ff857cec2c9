import type { ComparedStore } from './comparison.ts';

/** Reasons of a store that fit a sentence; the tables have all. */
const TOLD = 2;

const either = new Intl.ListFormat('en', { type: 'disjunction' });
const all = new Intl.ListFormat('en', { type: 'conjunction' });
const plainly = (text: string) => text.replace(/, (and|or) /, ' $1 ');

/** Which to take, as far as this run can say, and why not the others. */
export function choosing(stores: readonly ComparedStore[]): string[] {
  const good = stores.filter(({ choice }) => choice.verdict === 'pass');
  const others = stores.filter(({ choice }) => choice.verdict !== 'pass');
  return [taken(good, stores.length), ...others.map(whyNot)];
}

function taken(good: readonly ComparedStore[], of: number): string {
  if (good.length === 0) return `take none of ${of === 1 ? 'them' : `the ${of}`} by this run`;
  const names = plainly(either.format(good.map(({ name }) => name)));
  const notAsked = [...new Set(good.flatMap(({ choice }) => choice.notAsked))];
  const but =
    notAsked.length === 0
      ? ''
      : ` (not asked here: ${plainly(all.format(notAsked))}, for which its word is taken)`;
  return `take ${names}, which kept what any app needs${but}`;
}

function whyNot({ name, choice: { verdict, why } }: ComparedStore): string {
  const more = why.length > TOLD ? `, and ${why.length - TOLD} more` : '';
  const reasons = `${why.slice(0, TOLD).join(', and ')}${more}`;
  return verdict === 'fail' ? `not ${name}, which ${reasons}` : `not yet ${name}, which ${reasons}`;
}
