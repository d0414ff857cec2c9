import { closest, distance } from 'fastest-levenshtein';

/** `. Did you mean "redis"? Known: memory, redis, mongo`: what to say after a name that is not known. */
export function nearest(name: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const best = closest(name, known);
  const near = distance(name, best) <= Math.max(2, name.length / 3);
  return `.${near ? ` Did you mean "${best}"?` : ''} Known: ${known.join(', ')}`;
}
