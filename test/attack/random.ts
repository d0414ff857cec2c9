/** Chance that a seed repeats, for the attack: a number below one. */
export type Chance = () => number;

export const below = (chance: Chance, limit: number): number => Math.floor(chance() * limit);

export function oneOf<T>(chance: Chance, from: readonly T[]): T {
  if (from.length === 0) throw new RangeError('there is nothing to choose from');
  return from[below(chance, from.length)] as T;
}
