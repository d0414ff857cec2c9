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

/** Rounds in a row, so many in each block; no run is in two. */
export function blocksOf(pairs: readonly Pair[], rounds: number): Pair[][] {
  return Array.from({ length: Math.floor(pairs.length / rounds) }, (_, block) =>
    pairs.slice(block * rounds, (block + 1) * rounds),
  );
}

/**
 * The rounds of a block, of each of which chance says which run is whose: as they could have been measured. All that are
 * dealt out of one block share its runs.
 */
export function dealtOut(block: readonly Pair[], random: Random): Ab {
  const sides = block.map(([one, other]) =>
    random.chance(0.5) ? ([one, other] as const) : ([other, one] as const),
  );
  return comparisonOf(
    sides.map(([baseline]) => baseline),
    sides.map(([, candidate]) => candidate),
  );
}

/**
 * A simulation: rounds drawn from all that were measured, each as likely as any other, whenever it was measured. What was
 * measured in turn stays together, and chance says which is whose.
 */
export const simulated = (pairs: readonly Pair[], rounds: number, random: Random): Ab =>
  dealtOut(
    Array.from({ length: rounds }, () => random.pick(pairs)),
    random,
  );
