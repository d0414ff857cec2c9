import type { Ab } from '../../harness/gate/decide-ab.ts';
import type { Random } from '../../harness/model/random.ts';
import type { Results } from '../../harness/model/results.ts';

/** A round: what was measured of either side one after the other. */
export type Pair = readonly [baseline: Results, candidate: Results];

/** Names of their own: in a drawn decision a run may stand twice, which the gate else takes for a slip. */
const named = (rounds: readonly Results[], side: string): Results[] =>
  rounds.map((results, at) => ({ ...results, run: { ...results.run, name: `${side}-${at + 1}` } }));

const side = (name: string, rounds: readonly Results[]) => ({
  name,
  runs: rounds.map((_, at) => `${at + 1}-${name}`),
});
/** A comparison of these rounds, as `holdfast ab` leaves it. */
export function comparisonOf(baseline: readonly Results[], candidate: readonly Results[]): Ab {
  return {
    plan: {
      ab: 1,
      name: 'proof',
      command: 'prove:gate',
      seed: '',
      startedAt: '',
      holdfast: '',
      baseline: side('baseline', baseline),
      candidate: side('candidate', candidate),
    },
    baseline: named(baseline, 'baseline'),
    candidate: named(candidate, 'candidate'),
  };
}

/** As they were measured: each block of so many rounds in a row is a decision, and no run is in two. */
export function inBlocks(pairs: readonly Pair[], rounds: number): Ab[] {
  return Array.from({ length: Math.floor(pairs.length / rounds) }, (_, block) => {
    const own = pairs.slice(block * rounds, (block + 1) * rounds);
    return comparisonOf(
      own.map(([baseline]) => baseline),
      own.map(([, candidate]) => candidate),
    );
  });
}

/**
 * Some rounds in a row, of each of which chance says which run is whose: as they could have been measured. They share their
 * runs with each other, so that their number bounds nothing.
 */
export function dealtAnew(pairs: readonly Pair[], rounds: number, random: Random): Ab {
  const from = random.below(pairs.length - rounds + 1);
  const sides = pairs
    .slice(from, from + rounds)
    .map(([one, other]) => (random.chance(0.5) ? ([one, other] as const) : ([other, one] as const)));
  return comparisonOf(
    sides.map(([baseline]) => baseline),
    sides.map(([, candidate]) => candidate),
  );
}

/** A simulation: rounds drawn from all that were measured, each as likely as any other, whenever it was measured. */
export function simulated(pairs: readonly Pair[], rounds: number, random: Random): Ab {
  const all = pairs.flat();
  const draw = () => Array.from({ length: rounds }, () => random.pick(all));
  return comparisonOf(draw(), draw());
}
