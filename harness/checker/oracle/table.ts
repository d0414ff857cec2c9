import assert from 'node:assert/strict';
import test from 'node:test';
import type { AnomalyKind } from '../catalogue.ts';
import { judged } from './story.ts';

/** What a story comes to: exactly these anomalies, or none and this verdict of the checker. */
type Outcome = 'pass' | 'unknown' | Partial<Record<AnomalyKind, number>>;
export type Row = [promise: string, outcome: Outcome, story: string];

/** One test a row; the empty history is unknown for every checker. */
export function table(kind: AnomalyKind, rows: readonly Row[]): void {
  const empty: Row = ['of an empty history nothing is known', 'unknown', ''];
  for (const [promise, outcome, story] of [...rows, empty])
    test(`${kind}: ${promise}`, () => {
      const { anomalyCounts, anomalies, checkers } = judged(story);
      assert.deepEqual(anomalyCounts, typeof outcome === 'string' ? {} : outcome);
      const own = checkers.find(({ checker }) => checker === kind);
      if (typeof outcome === 'string') assert.equal(own?.verdict, outcome);
      else if (outcome[kind] !== undefined) assert.equal(own?.verdict, 'fail');
      for (const { witness } of anomalies) assert.ok(witness.length >= 1 && witness.length <= 6);
    });
}
