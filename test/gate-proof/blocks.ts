import type { Random } from '../../harness/model/random.ts';
import { rateOf, type Rate } from '../planted/interval.ts';

/** A rate over decisions that share their rounds within a block and with no other block. */
export interface BlockRate extends Pick<Rate, 'low' | 'high'> {
  rate: number;
  blocks: number;
}

const DRAWS = 2000;

/**
 * The share of decisions that came out so, of blocks of rounds that share no run: `shares` has one number for each block,
 * over all ways in which its rounds were dealt out. Decisions of one block are not independent, however many they are, so the
 * bounds go by blocks: the wider of the block bootstrap's percentiles (Künsch 1989) and of Clopper and Pearson's exact bounds
 * for as many trials as there are blocks. The bootstrap alone knows nothing of what no block here has shown.
 */
export function blockRate(shares: readonly number[], random: Random): BlockRate {
  const blocks = shares.length;
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (blocks === 0) return { rate: 0, low: 0, high: 1, blocks };
  const means = Array.from({ length: DRAWS }, () => {
    let sum = 0;
    for (let draw = 0; draw < blocks; draw++) sum += random.pick(shares);
    return sum / blocks;
  }).toSorted((a, b) => a - b);
  const at = (probability: number) => means[Math.min(DRAWS - 1, Math.floor(probability * DRAWS))] ?? 0;
  return {
    rate: total / blocks,
    low: Math.min(at(0.025), rateOf(Math.floor(total), blocks).low),
    high: Math.max(at(0.975), rateOf(Math.ceil(total), blocks).high),
    blocks,
  };
}
