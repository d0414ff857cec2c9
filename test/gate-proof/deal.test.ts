import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideAb } from '../../harness/gate/decide-ab.ts';
import { POLICIES } from '../../harness/gate/policy.ts';
import { Random } from '../../harness/model/random.ts';
import { experiment } from '../../harness/report/testing/experiments.ts';
import { run } from '../../harness/report/testing/runs.ts';
import { blocksOf, dealtOut, simulated, type Pair } from './deal.ts';
import { planted, PLANTED } from './plant.ts';

const pairs = Array.from({ length: 20 }, (): Pair => [
  run([experiment('redis')]),
  run([experiment('redis')]),
]);
const verdict = (ab: ReturnType<typeof simulated>) =>
  decideAb(ab, POLICIES['as-promised'], 'as-promised').verdict;

test('blocks share no run, and what chance deals are comparisons that the gate takes', () => {
  const blocks = blocksOf(pairs, 9);
  assert.equal(blocks.length, 2);
  assert.equal(new Set(blocks.flat()).size, 18);
  const random = new Random(1);
  for (const block of blocks) assert.equal(verdict(dealtOut(block, random)), 'pass');
  assert.equal(verdict(simulated(pairs, 12, random)), 'pass');
});

test('each difference is there after it was planted: rounds without any other difference fail by it', () => {
  const random = new Random(1);
  for (const difference of PLANTED) {
    const ab = simulated(pairs, 12, random);
    const changed = ab.candidate.map((results) => planted(results, difference, random));
    // The run has no growth and no fault.
    if (changed.includes(undefined)) continue;
    const seen = verdict({ ...ab, candidate: changed.filter((each) => each !== undefined) });
    assert.equal(seen, 'fail', difference.name);
  }
});
