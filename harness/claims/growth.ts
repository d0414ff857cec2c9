import { grew } from '../stats/growth.ts';
import { FEWEST_READINGS } from '../stats/slope.ts';
import { ofProof } from './of-proof.ts';
import { bytes, named, percent, unknown, type Claim } from './claim.ts';

/** Below this share nothing worth naming is still held; above its complement nearly everything is. */
const HELD_LITTLE = 0.1;

/** MemoryStore: the heap grows with every session, and gives nothing back when they have expired. */
export const memoryGrows: Claim = {
  id: 'C1',
  store: 'memory',
  text: 'Memory grows with every session',
  badIfShown: true,
  source: 'express-session readme: MemoryStore "will leak memory under most conditions"',
  experiments: ofProof('memory', 'growth'),
  judge(experiments) {
    const { growth } = named(experiments, 'growth');
    const slope = growth?.app.slope;
    if (!growth || !slope)
      return unknown(
        `fewer than ${FEWEST_READINGS} readings of the heap; again on a machine that has less to do`,
      );
    const margin = (slope.high - slope.low) / 2;
    const measured = `${bytes(slope.bytesPerSession)}/session ±${bytes(margin)} of heap`;
    if (!grew(slope)) {
      const seen = `${measured}; a slope from ${bytes(slope.smallestVisible)}/session on would have been seen`;
      // Only a run that could have seen a session's own size may say that there is no growth.
      return slope.high < 100
        ? { measured: seen, verdict: 'refuted' }
        : unknown('the readings scatter too much to tell', seen);
    }
    const held = growth.app.heldAfterTtl;
    if (held === null) return unknown('the heap was not read one TTL after the last visitor', measured);
    const both = `${measured}; ${percent(held)} still held one TTL after the last visitor`;
    if (held >= 1 - HELD_LITTLE) return { measured: both, verdict: 'shown' };
    if (held <= HELD_LITTLE) return { measured: both, verdict: 'refuted' };
    return unknown('part of it was given back', both);
  },
};
