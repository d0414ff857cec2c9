import { medianSorted } from 'simple-statistics';

/** One after the other, each from when it was asked until it was answered, by one clock in milliseconds. */
export interface Read {
  began: number;
  ended: number;
  /** Whether the app gave out the session. */
  isGiven: boolean;
}

/** An attempt to connect to the server. */
export interface Attempt {
  at: number;
  isRefused: boolean;
}

/** Of reads that take their usual time, so many would have been answered where the app did without the server. */
const LEAST_READS = 5;

/**
 * Whether the app could not give out a session while its server was away. That a read failed says so. A client that
 * waits for its server has none fail where that is back within a second: then it is said by one read that was held from
 * when connections were refused until they no longer were, in a time in which five more would have been answered.
 */
export function wasAway(reads: readonly Read[], attempts: readonly Attempt[]): boolean {
  if (reads.some(({ isGiven }) => !isGiven)) return true;
  const away = longestRefusal(attempts);
  if (away === undefined) return false;
  const before = reads.filter(({ ended }) => ended <= away.from);
  if (before.length === 0) return false;
  // From one to the next: what is waited between them is in it.
  const gaps = before.map(({ began }, index) => (before[index + 1]?.began ?? away.from) - began);
  const usualMs = medianSorted(gaps.toSorted((one, other) => one - other));
  return (
    away.to - away.from >= LEAST_READS * usualMs &&
    reads.some(({ began, ended }) => began <= away.from + usualMs && ended >= away.to)
  );
}

/** The longest time in which every attempt was refused. */
function longestRefusal(attempts: readonly Attempt[]): { from: number; to: number } | undefined {
  let longest: { from: number; to: number } | undefined;
  let current: { from: number; to: number } | undefined;
  for (const { at, isRefused } of attempts) {
    current = isRefused ? { from: current?.from ?? at, to: at } : undefined;
    if (current && (longest === undefined || current.to - current.from > longest.to - longest.from))
      longest = current;
  }
  return longest;
}
