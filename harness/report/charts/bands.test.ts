import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { fault } from '../testing/experiments.ts';
import { faultBands, layOut } from './bands.ts';

const AXIS = { durationMs: 20_000, widthPx: 560 };
const lanes = (onsets: number[]) =>
  layOut(
    faultBands(
      onsets.map((onset) => fault('app-restart', onset)),
      AXIS.durationMs,
    ),
    AXIS,
  ).map(({ lane }) => lane);

test('names that have room share a lane, and others do not', () => {
  assert.deepEqual(lanes([2000, 10_000]), [0, 0]);
  assert.deepEqual(lanes([2000, 3000]), [0, 1]);
});

test('a name near the right edge ends with its band instead of leaving the chart', () => {
  const [label] = layOut(faultBands([fault('app-restart', 18_900)], 20_000), AXIS);
  assert.equal(label?.end, true);
});

test('there are never more lanes than four', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20_000 })), (onsets) =>
      lanes(onsets).every((lane) => lane < 4),
    ),
  );
});

test('a fault that does not heal lasts to the end, and one without effect says so', () => {
  const { healedMs: _, ...open } = fault('store-pause', 5000, { tookEffect: false });
  assert.deepEqual(faultBands([open], 20_000), [{ name: 'store-pause (no effect)', fromS: 5, toS: 20 }]);
});
