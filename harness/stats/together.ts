import type { SampleLine } from '../../protocol/history.ts';

/**
 * What all instances of an app hold together, from readings of each: of a session that any of them may have made, the
 * heap of one says nothing. Each reading is used once, so a sum is made as often as the slowest was read, and is of the
 * time of its last reading.
 */
export function together(readings: readonly SampleLine[]): { atMs: number; heapBytes: number }[] {
  const instances = new Set(readings.map(({ target }) => target)).size;
  const sums: { atMs: number; heapBytes: number }[] = [];
  const latest = new Map<string, number>();
  for (const { target, at: atMs, heapBytes = 0 } of readings) {
    latest.set(target, heapBytes);
    if (latest.size < instances) continue;
    sums.push({ atMs, heapBytes: [...latest.values()].reduce((sum, bytes) => sum + bytes, 0) });
    latest.clear();
  }
  return sums;
}
