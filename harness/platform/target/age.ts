import { usageError } from '../../errors.ts';

/** Cookies of one answer, or of two that came close behind each other. */
const SAME_MS = 5000;

/**
 * How long a session lives by its cookies; null: until the browser is closed. Throws where they differ: one of them is not the session's.
 * @param next how the user says it.
 */
export function ageOf(cookies: ReadonlyMap<string, number>, next: string): number | null {
  const ages = [...cookies.values()];
  const [shortest, longest] = [Math.min(...ages), Math.max(...ages)];
  if (ages.length === 0 || (longest === Infinity && shortest === Infinity)) return null;
  if (longest - shortest <= SAME_MS) return Math.round(shortest);
  const names = [...cookies].map(
    ([name, ms]) =>
      `${name} ${ms === Infinity ? 'until the browser is closed' : `for ${Math.round(ms / 1000)} s`}`,
  );
  throw usageError(
    `which of the cookies is the session's cannot be seen, and they live differently long: ${names.join(', ')}`,
    { next },
  );
}
