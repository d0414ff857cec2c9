/** Quantities as people read them: three significant digits, the unit after a space, 1 KB = 1000 B. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Three significant digits, with separators for thousands: 0.0123, 4.56, 1,230. */
function significant(value: number): string {
  if (value === 0) return '0';
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return new Intl.NumberFormat('en', { maximumFractionDigits: Math.min(decimals, 6) }).format(value);
}

/** A count: 8,157. */
export const formatCount = (count: number): string => whole.format(count);

/** A count with its noun: 1 restart, 2 restarts, 3 crashes, 4 entries. */
export function counted(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  if (/[^aeiou]y$/.test(noun)) return `${formatCount(count)} ${noun.slice(0, -1)}ies`;
  return `${formatCount(count)} ${noun}${/(s|sh|ch|x)$/.test(noun) ? 'es' : 's'}`;
}

const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Bytes in the unit that fits, by powers of 1000: 312 B, 1.02 KB, 24.1 MB. */
export function formatBytes(bytes: number): string {
  const { unit, divisor } = byteUnit(bytes);
  const value = bytes / divisor;
  return `${unit === 'B' ? significant(Math.round(value * 10) / 10) : significant(value)} ${unit}`;
}

/** The unit in which a number of bytes has one to three digits before the point. */
export function byteUnit(bytes: number): { unit: string; divisor: number } {
  const size = Math.abs(bytes);
  const power = size < 1000 ? 0 : Math.min(Math.floor(Math.log10(size) / 3), BYTE_UNITS.length - 1);
  return { unit: BYTE_UNITS[power] ?? 'B', divisor: 1000 ** power };
}

/** A slope with half of its 95 % interval, both in the slope's unit: 1.02 KB ±0.03. */
export function formatSlope(slope: { bytesPerSession: number; low: number; high: number }): string {
  const half = (slope.high - slope.low) / 2;
  const { unit, divisor } = byteUnit(slope.bytesPerSession);
  const decimals = unit === 'B' ? 0 : 2;
  const fixed = (bytes: number) =>
    new Intl.NumberFormat('en', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    }).format(bytes / divisor);
  return `${fixed(slope.bytesPerSession)} ${unit} ±${fixed(half)}`;
}

/** Milliseconds, as seconds from 1000 ms and as minutes from two: 0.42 ms, 212 ms, 1.23 s, 2 min 5 s. */
export function formatMs(ms: number): string {
  const size = Math.abs(ms);
  if (size < 1) return `${significant(Math.round(ms * 100) / 100)} ms`;
  if (size < 999.5) return `${significant(ms)} ms`;
  if (size < 120_000) return `${significant(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  return `${formatCount(Math.trunc(seconds / 60))} min ${Math.abs(seconds % 60)} s`;
}

/** A stretch of time that nobody waits for with a watch: 45 s, 12 min, 3 h 10 min, 5 days. */
export function formatSpan(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 2) return `${formatCount(ms / 1000)} s`;
  if (minutes < 120) return `${formatCount(minutes)} min`;
  if (minutes < 48 * 60) return `${formatCount(Math.floor(minutes / 60))} h ${minutes % 60} min`;
  return `${formatCount(minutes / 60 / 24)} days`;
}

/** A moment on an experiment's time axis: seconds with milliseconds, 14.812. */
export const formatMoment = (ms: number): string => (ms / 1000).toFixed(3);

/** A ratio between 0 and 1 as percent. Never rounded to 0 % or 100 % unless it is that. */
export function formatPercent(ratio: number): string {
  const percent = Math.round(ratio * 1000) / 10;
  if (percent === 0 && ratio > 0) return 'under 0.1 %';
  if (percent === 100 && ratio < 1) return 'over 99.9 %';
  return `${significant(percent)} %`;
}

/** A rate: 480 per second. */
export const formatRate = (perSecond: number): string => `${significant(perSecond)} per second`;
