import { usageError } from '../errors.ts';

/** From the longest to the shortest, which is their order in a text too. */
const UNITS_MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;
const DURATION = new RegExp(
  `^${Object.keys(UNITS_MS)
    .map((unit) => String.raw`(?:(?<${unit}>\d+(?:\.\d+)?)\s*${unit}(?![a-z])\s*)?`)
    .join('')}$`,
);

/** `250ms`, `20s`, `1m30s`, `1.5h` in milliseconds. Throws a usage error for anything else. */
export function parseDuration(text: string): number {
  const parts = Object.entries(DURATION.exec(text.trim())?.groups ?? {}).filter(
    ([, count]) => count !== undefined,
  );
  if (parts.length === 0)
    throw usageError(
      `"${text}" is not a duration; expected numbers with d, h, m, s or ms, such as 20s or 1m30s`,
    );
  const ms = parts.reduce(
    (sum, [unit, count]) => sum + Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS],
    0,
  );
  // Beyond that it is no whole number any more, and no limit of anybody's could be told.
  return Math.min(Math.round(ms), Number.MAX_SAFE_INTEGER);
}
