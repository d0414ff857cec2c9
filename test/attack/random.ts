/** Chance that a seed repeats, for the attack: a number below one. */
export type Chance = () => number;

/** Mulberry32: 32 bits of state, good enough to choose what to break. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const below = (chance: Chance, limit: number): number => Math.floor(chance() * limit);

export function oneOf<T>(chance: Chance, from: readonly T[]): T {
  if (from.length === 0) throw new RangeError('there is nothing to choose from');
  return from[below(chance, from.length)] as T;
}
