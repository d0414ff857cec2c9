import { formatBytes, formatCount, formatPercent } from '../units.ts';
import {
  isKnown,
  type Bytes,
  type ComparedStore,
  type LatencySpread,
  type Memory,
  type Spread,
  type Unknown,
} from './comparison.ts';

/** Milliseconds over rounds, without the unit: 2.12 (1.90–2.41); of a single round, 2.12 (1 round). */
export function spreadInMs({ median, low, high, rounds }: Spread): string {
  const decimals = median < 10 ? 2 : median < 100 ? 1 : 0;
  const format = (ms: number) => (ms >= 1000 ? formatCount(ms) : ms.toFixed(decimals));
  return `${format(median)} (${rounds === 1 ? '1 round' : `${format(low)}–${format(high)}`})`;
}

/** A rate over rounds: 298 (296–301). */
export function spreadInCounts({ median, low, high }: Spread): string {
  const range = [low, high].map(formatCount);
  return range[0] === range[1] ? formatCount(median) : `${formatCount(median)} (${range.join('–')})`;
}

/** The spread of one kind of operation, if it is known. */
export const latencyOn = ({ pace }: Pick<ComparedStore, 'pace'>, op: string): LatencySpread | undefined =>
  isKnown(pace.latency) ? pace.latency.find((one) => one.op === op) : undefined;

/** Why there is no figure, as short as a cell: nothing was to measure it, or what was measured cannot be trusted. */
export const unknownInWords = ({ because }: Unknown): string =>
  because === 'not asked' ? 'not measured' : 'unknown';

/** Bytes of a session: 1.44 KB; a dash where there is nothing that could hold any; `none` where a slope cannot be told from drift. */
export function bytesInWords(bytes: Bytes | Unknown | undefined): string {
  if (bytes === undefined) return '–';
  if (!isKnown(bytes)) return unknownInWords(bytes);
  return bytes.grows ? formatBytes(bytes.bytesPerSession) : 'none';
}

/** What is still held one TTL after the last visitor: a share of what had grown. */
export function heldInWords(bytes: Bytes | Unknown | undefined): string {
  if (bytes === undefined) return '–';
  if (!isKnown(bytes)) return unknownInWords(bytes);
  if (!bytes.grows) return 'none';
  return bytes.heldAfterTtl === null ? 'unknown' : formatPercent(Math.max(0, bytes.heldAfterTtl));
}

/** Sessions that are still in the store then: 998 of 1,000. */
export const storedInWords = ({ storedAfterTtl: left }: Memory): string | undefined =>
  left && `${formatCount(left.stored)} of ${formatCount(left.visitors)}`;

/** How many of the promises that were put to the test were kept: 2 of 2. */
export function promisesInWords({ promises }: Pick<ComparedStore, 'promises'>): string {
  const made = promises.filter(({ outcome }) => outcome !== 'not promised');
  if (made.length === 0) return 'none tested';
  const open = made.filter(({ outcome }) => outcome === 'unknown').length;
  const kept = made.filter(({ outcome }) => outcome === 'kept').length;
  return `${kept} of ${made.length}${open > 0 ? `, ${open} unknown` : ''}`;
}

/** In how many situations an anomaly was found, of those that could be judged: 2 of 13. */
export function foundIn({ cells }: Pick<ComparedStore, 'cells'>): string {
  const judged = [...cells.values()].filter(({ verdict }) => verdict !== 'unknown');
  const anomalous = judged.filter(({ anomalies }) => Object.keys(anomalies).length > 0).length;
  return judged.length === 0 ? 'unknown' : `${anomalous} of ${judged.length}`;
}
