import type { Value } from '../../../protocol/history.ts';
import { UNDECIDED_DESCRIBED } from '../collector.ts';
import type { Looked, Seen } from './found.ts';

/** What all shares know together, and how many of what each has still to decide can be told: of all as many as one judge would. */
export function decideAll(looked: readonly Looked[]): { seen: Seen; told: number[][] } {
  const writers = new Map<Value, readonly string[]>();
  for (const { seen } of looked)
    for (const [value, sessions] of seen.writers)
      writers.set(value, [...new Set([...(writers.get(value) ?? []), ...sessions])]);
  const seen = {
    greatestAgeSeenMs: Math.max(...looked.map((each) => each.seen.greatestAgeSeenMs)),
    greatestUnsavedSeenMs: Math.max(...looked.map((each) => each.seen.greatestUnsavedSeenMs)),
    writers,
  };
  const told: number[][] = looked.map(() => []);
  const kinds = looked[0]?.undecided.length ?? 0;
  for (let kind = 0; kind < kinds; kind++) {
    const first = looked
      .flatMap(({ undecided }, share) => (undecided[kind] ?? []).map((place) => ({ place, share })))
      .toSorted((a, b) => a.place - b.place)
      .slice(0, UNDECIDED_DESCRIBED);
    for (const [share, counts] of told.entries())
      counts[kind] = first.filter((each) => each.share === share).length;
  }
  return { seen, told };
}
