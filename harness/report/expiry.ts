import type { ExperimentResult } from '../model/results.ts';
import { counted, formatMs } from '../units.ts';

/** When sessions went that nothing had renewed since they were made, in a sentence; undefined where nobody asked. */
export function whenExpired({ expiry }: Pick<ExperimentResult, 'expiry'>): string | undefined {
  if (!expiry) return undefined;
  const { firstGoneMs, lastThereMs, bands } = expiry;
  const looks = bands.reduce((sum, band) => sum + band.looks, 0);
  const first = firstGoneMs === null ? 'none was gone' : `the first was gone ${fromTtl(firstGoneMs)}`;
  const last = lastThereMs === null ? 'none was there' : `the last was there ${fromTtl(lastThereMs)}`;
  return `of sessions made and asked for once (${counted(looks, 'look')} about the TTL) ${first}, and ${last}`;
}

const fromTtl = (ms: number) => `${formatMs(Math.abs(ms))} ${ms < 0 ? 'before' : 'after'} its TTL`;
