import { closest, distance } from 'fastest-levenshtein';

/** `. Did you mean "redis"? Known: memory, redis, mongo`: what to say after a name that is not known. */
export function nearest(name: string, known: readonly string[], otherwise?: string): string {
  if (known.length === 0) return '';
  const meant = nearestName(name, known) ?? otherwise;
  return `.${meant === undefined ? '' : ` Did you mean "${meant}"?`} Known: ${known.join(', ')}`;
}

/** Case and what joins words tell no names apart. */
const folded = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}*]/gu, '');

/** A word that is in another one by chance is shorter. */
const LEAST_PART = 3;

const isNear = (one: string, other: string) =>
  distance(one, other) <= Math.min(Math.max(2, one.length / 3), other.length - 1);

/** Which known name was meant: by a slip of the pen, as a longer word for the same, or as a shorter one. */
function nearestName(name: string, known: readonly string[]): string | undefined {
  const given = folded(name);
  const names = known.map(folded);
  const asWritten = closest(name, known);
  if (isNear(name, asWritten)) return asWritten;
  const best = closest(given, names);
  if (isNear(given, best)) return known[names.indexOf(best)];
  const within = known.filter((_, at) => {
    const other = names[at] ?? '';
    const [short, long] = [given, other].toSorted((a, b) => a.length - b.length) as [string, string];
    return short.length >= LEAST_PART && long.includes(short);
  });
  return within.toSorted((a, b) => distance(given, folded(a)) - distance(given, folded(b)))[0];
}
