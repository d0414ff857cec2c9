import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Random } from '../../model/random.ts';
import { rankTest } from './rank-test.ts';
import type { Design } from './shift.ts';
import { type Compared, decideTogether, leastRounds, FALSE_ALARMS, UNEARNED } from './three-way.ts';

const close = (seen: number, expected: number) => assert.ok(Math.abs(seen - expected) < 1e-9, `${seen}`);
const DESIGNS: readonly Design[] = ['in turn', 'apart'];
const is = (figures: readonly Compared[], design: Design) =>
  decideTogether(figures, design).map((each) => ({
    is: each.is,
    ...('moreRounds' in each && { moreRounds: each.moreRounds }),
  }));

test('the exact probabilities are those of the tables', () => {
  close(rankTest([4, 5, 6], [1, 2, 3]), 1 / 20);
  close(rankTest([1, 2, 3], [4, 5, 6]), 1);
  close(rankTest([3, 5, 6], [1, 2, 4]), 2 / 20);
  close(rankTest([1, 1], [1, 1]), 1);
  // One of the two highest is in each of 5 of 6 ways, where the upper two of four are alike.
  close(rankTest([2, 1], [2, 1]), 5 / 6);
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
      fc.constantFrom(...DESIGNS),
      (rounds, better, by, design) => {
        const [decided] = decideTogether(
          [{ better, margin: { by, amount: 0.05 }, candidate: rounds, baseline: rounds }],
          design,
        );
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
      const [one] = is([of(candidate, baseline)], 'apart');
      const [other] = is(
        [
          of(
            candidate.map((value, at) => value * (factors[at] ?? 1)),
            baseline,
          ),
        ],
        'apart',
      );
      assert.ok(ORDER[other?.is ?? 'not worse'] >= ORDER[one?.is ?? 'worse']);
    }),
  );
});

test('with one round a side nothing is decided, however far apart, and it says how many it takes', () => {
  for (const [design, worse, notWorse] of [
    ['apart', 5, 4],
    ['in turn', 7, 6],
  ] as const) {
    assert.deepEqual(is([of([100], [1])], design), [{ is: 'cannot tell', moreRounds: worse - 1 }]);
    assert.deepEqual(is([of([1], [100])], design), [{ is: 'cannot tell', moreRounds: notWorse - 1 }]);
    assert.equal(leastRounds(FALSE_ALARMS, design), worse);
    assert.equal(leastRounds(UNEARNED, design), notWorse);
  }
});

test('what is plain is said: twice as slow is worse, the same with little scatter is not', () => {
  const rounds = [10, 10.1, 10.2, 9.9, 9.8, 10.15, 9.95];
  const twice = rounds.map((value) => value * 2);
  for (const design of DESIGNS) {
    const [slow] = decideTogether([of(twice, rounds)], design);
    assert.equal(slow?.is, 'worse');
    close(slow?.change?.estimate ?? NaN, 1);
    const [same] = decideTogether([of(rounds, rounds)], design);
    assert.equal(same?.is, 'not worse');
    close(same?.change?.estimate ?? NaN, 0);
  }
});

test('what is shown to be worse, but looks worse by less than its margin, is not called worse', () => {
  const rounds = [10, 10.1, 10.2, 9.9, 9.8, 10.15, 9.95, 10.05];
  for (const design of DESIGNS) {
    const by = (factor: number) =>
      is(
        [
          of(
            rounds.map((value) => value * factor),
            rounds,
          ),
        ],
        design,
      )[0]?.is;
    assert.equal(by(1.05), 'not worse');
    assert.equal(by(1.11), 'worse');
  }
});

test('a change is a share of the baseline or in its unit, above it where it is more, also where more is better', () => {
  const rounds = [100, 101, 102, 99, 98, 101.5, 99.5, 100.5];
  for (const design of DESIGNS) {
    const fewer = {
      better: 'higher',
      candidate: rounds.map((value) => value * 0.9),
      baseline: rounds,
    } as const;
    const [share] = decideTogether([{ ...fewer, margin: { by: 'ratio', amount: 0.05 } }], design);
    close(share?.change?.estimate ?? 0, -0.1);
    const [unit] = decideTogether(
      [{ ...fewer, candidate: rounds.map((value) => value - 7), margin: { by: 'difference', amount: 5 } }],
      design,
    );
    close(unit?.change?.estimate ?? 0, -7);
    assert.equal(unit?.is, 'worse');
    assert.ok(unit.change);
    assert.ok((unit.change.low ?? 0) <= -7 && (unit.change.high ?? -100) >= -7);
  }
});

test('of figures that always move together, many cost no more rounds than one', () => {
  const baseline = [10, 10.1, 10.2, 9.9, 9.8, 10.15, 9.95];
  const slow = of(
    baseline.map((value) => value * 1.3),
    baseline,
  );
  const decided = is(
    Array.from({ length: 40 }, () => slow),
    'in turn',
  );
  assert.ok(decided.every((each) => each.is === 'worse'));
});

test('rounds that cannot be trusted show nothing worse, and none of the candidate makes it better', () => {
  const usual = Array.from({ length: 20 }, (_, at) => 10 + at / 100);
  const wild = usual.map((value, at) => (at < 3 ? value * 50 : value));
  const without = wild.map((value, at) => (at < 3 ? undefined : value));
  for (const design of DESIGNS) {
    const decided = (candidate: (number | undefined)[], baseline: (number | undefined)[]) =>
      decideTogether([{ ...of([], []), candidate, baseline }], design)[0];
    // Two of twenty may have been as bad as can be, and the bound is where it was; ten may not.
    assert.equal(
      decided(
        without.map((value, at) => (at === 2 ? 10 : value)),
        usual,
      )?.is,
      'not worse',
    );
    assert.equal(
      decided(
        usual.map((value, at) => (at < 10 ? undefined : value)),
        usual,
      )?.is,
      'cannot tell',
    );
    assert.equal(
      decided(
        usual,
        usual.map((value, at) => (at < 10 ? undefined : value)),
      )?.is,
      'not worse',
    );
    const slow = usual.map((value, at) => (at < 3 ? undefined : value * 1.3));
    assert.equal(decided(slow, usual)?.is, 'worse');
    assert.deepEqual(
      decided(
        usual.map(() => undefined),
        usual,
      ),
      { is: 'cannot tell' },
    );
  }
});

test('where which rounds are doubtful is chance for either side, a subject against itself gives hardly any false alarm', () => {
  const random = new Random(9);
  const draw = () =>
    Array.from({ length: 12 }, () => (random.chance(0.1) ? undefined : lognormal(random, 1, 0.6)));
  for (const design of DESIGNS) {
    let alarms = 0;
    for (let at = 0; at < 600; at++) {
      const figures = Array.from({ length: 6 }, () => ({
        ...of([], []),
        candidate: draw(),
        baseline: draw(),
      }));
      if (decideTogether(figures, design).some((each) => each.is === 'worse')) alarms++;
    }
    assert.ok(alarms / 600 <= atMost(FALSE_ALARMS), `${design}: ${alarms}`);
  }
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
    design,
    sigma = 0.15,
    times = 600,
  }: { seed: number; figures: number; rounds: number; design: Design; sigma?: number; times?: number },
) {
  const random = new Random(seed);
  const draw = (median: number) => Array.from({ length: rounds }, () => lognormal(random, median, sigma));
  const decisions = Array.from({ length: times }, () =>
    decideTogether(
      Array.from({ length: figures }, () => of(draw(ratio), draw(1))),
      design,
    ),
  );
  const share = (what: string) =>
    decisions.filter((each) => each.some((one) => one.is === what)).length / times;
  return { worse: share('worse'), notWorse: share('not worse') };
}

/** Above a true share of `p`, more than this in 600 comes less than once in 1,000 seeds. */
const atMost = (p: number) => p + 3.1 * Math.sqrt((p * (1 - p)) / 600);

test('twelve figures of a subject against itself hardly ever give a false alarm', () => {
  for (const design of DESIGNS) {
    // So wide that most looks as if it were beyond its margin: what decides is the test alone.
    const { worse } = simulated(1, { seed: 1, figures: 12, rounds: 9, design, sigma: 0.6 });
    assert.ok(worse <= atMost(FALSE_ALARMS), `${design}: ${worse}`);
  }
});

test('a figure at its margin is seldom called not worse', () => {
  for (const design of DESIGNS)
    for (const rounds of [4, 6, 10]) {
      const { notWorse } = simulated(1.1, { seed: rounds, figures: 1, rounds, design });
      assert.ok(notWorse <= atMost(UNEARNED), `${design}, ${rounds} rounds: ${notWorse}`);
    }
});

test('a fifth slower is found in nearly all decisions of twelve rounds, among twelve figures', () => {
  for (const design of DESIGNS) {
    const { worse } = simulated(1.2, { seed: 3, figures: 12, rounds: 12, design, sigma: 0.06, times: 200 });
    assert.ok(worse > 0.95, `${design}: ${worse}`);
  }
});
