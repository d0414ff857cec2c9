import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Random } from '../../model/random.ts';
import { rankTest } from './rank-test.ts';
import { type Compared, decideTogether, leastRounds, FALSE_ALARMS, UNEARNED } from './three-way.ts';

const close = (seen: number, expected: number) => assert.ok(Math.abs(seen - expected) < 1e-9, `${seen}`);

test('the exact probabilities are those of the tables', () => {
  close(rankTest([4, 5, 6], [1, 2, 3]).higher, 1 / 20);
  close(rankTest([4, 5, 6], [1, 2, 3]).lower, 1);
  close(rankTest([3, 5, 6], [1, 2, 4]).higher, 2 / 20);
  close(rankTest([1, 1], [1, 1]).higher, 1);
  // One of the two highest is in each of 5 of 6 ways, where the upper two of four are alike.
  close(rankTest([2, 1], [2, 1]).higher, 5 / 6);
});

const values = fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 9 });
const of = (candidate: readonly number[], baseline: readonly number[]): Compared => ({
  better: 'lower',
  margin: { by: 'ratio', amount: 0.1 },
  candidate,
  baseline,
});

test('rounds against themselves are never worse, whatever they are and whichever way is better', () => {
  fc.assert(
    fc.property(
      values,
      fc.constantFrom('lower', 'higher'),
      fc.constantFrom('ratio', 'difference'),
      (rounds, better, by) => {
        const [decided] = decideTogether([
          { better, margin: { by, amount: 0.05 }, candidate: rounds, baseline: rounds },
        ]);
        assert.notEqual(decided?.is, 'worse');
      },
    ),
  );
});

const ORDER = { 'not worse': 0, 'cannot tell': 1, worse: 2 } as const;

test('a candidate that is slower in a round never comes out better', () => {
  const slower = fc.array(fc.double({ min: 1, max: 3, noNaN: true }), { minLength: 9, maxLength: 9 });
  fc.assert(
    fc.property(values, values, slower, (candidate, baseline, factors) => {
      const [one] = decideTogether([of(candidate, baseline)]);
      const [other] = decideTogether([
        of(
          candidate.map((value, at) => value * (factors[at] ?? 1)),
          baseline,
        ),
      ]);
      assert.ok(
        ORDER[(other ?? { is: 'not worse' as const }).is] >= ORDER[(one ?? { is: 'worse' as const }).is],
      );
    }),
  );
});

test('with one round a side nothing is decided, however far apart, and it says how many it takes', () => {
  assert.deepEqual(decideTogether([of([100], [1])]), [
    { is: 'cannot tell', moreRounds: leastRounds(FALSE_ALARMS) - 1 },
  ]);
  assert.deepEqual(decideTogether([of([1], [100])]), [
    { is: 'cannot tell', moreRounds: leastRounds(UNEARNED) - 1 },
  ]);
  assert.equal(leastRounds(FALSE_ALARMS), 5);
  assert.equal(leastRounds(UNEARNED), 4);
});

test('what is plain is said: twice as slow is worse, the same with little scatter is not', () => {
  const rounds = [10, 10.1, 10.2, 9.9, 9.8];
  assert.deepEqual(
    decideTogether([
      of(
        rounds.map((value) => value * 2),
        rounds,
      ),
    ]),
    [{ is: 'worse' }],
  );
  assert.deepEqual(decideTogether([of(rounds, rounds)]), [{ is: 'not worse' }]);
});

/** Normal scatter by Box and Muller, from the project's own seeded generator. */
function lognormal(random: Random, median: number, sigma: number): number {
  const u = 1 - random.next();
  return median * Math.exp(sigma * Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.next()));
}

function simulated(
  ratio: number,
  {
    seed,
    figures,
    rounds,
    sigma = 0.15,
    times = 600,
  }: { seed: number; figures: number; rounds: number; sigma?: number; times?: number },
) {
  const random = new Random(seed);
  const draw = (median: number) => Array.from({ length: rounds }, () => lognormal(random, median, sigma));
  const decisions = Array.from({ length: times }, () =>
    decideTogether(Array.from({ length: figures }, () => of(draw(ratio), draw(1)))),
  );
  const share = (is: string) => decisions.filter((each) => each.some((one) => one.is === is)).length / times;
  return { worse: share('worse'), notWorse: share('not worse') };
}

/** Above a true share of `p`, more than this in 600 comes less than once in 1,000 seeds. */
const atMost = (p: number) => p + 3.1 * Math.sqrt((p * (1 - p)) / 600);

test('twelve figures of a subject against itself hardly ever give a false alarm, also where each is at its margin', () => {
  assert.equal(simulated(1, { seed: 1, figures: 12, rounds: 7 }).worse, 0);
  const { worse } = simulated(1.1, { seed: 2, figures: 12, rounds: 8 });
  assert.ok(worse <= atMost(FALSE_ALARMS), `${worse}`);
});

test('a figure at its margin is seldom called not worse', () => {
  for (const rounds of [4, 6, 10]) {
    const { notWorse } = simulated(1.1, { seed: rounds, figures: 1, rounds });
    assert.ok(notWorse <= atMost(UNEARNED), `${rounds} rounds: ${notWorse}`);
  }
});

test('half as slow again is found in most decisions of ten rounds', () => {
  const { worse } = simulated(1.5, { seed: 3, figures: 1, rounds: 10, times: 200 });
  assert.ok(worse > 0.9, `${worse}`);
});
