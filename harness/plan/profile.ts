import type { Profile } from '../../protocol/profile.ts';
import { usageError } from '../errors.ts';
import { parseDuration } from './parse-duration.ts';

const FORM =
  /^(?:(?<slope>ramp|breakpoint):(?<from>\d+)\.\.(?<to>\d+)(?:\/(?<count>\d+))?|spike:(?<base>\d+)\.\.(?<peak>\d+)@(?<at>[^+]+)\+(?<lasting>.+)|soak:(?<plateau>\d+)(?:\+(?<way>.+))?)$/;
const HIGHEST = 100_000;
const USUAL_STEPS = 10;
const MOST_STEPS = 100;
/** With fewer operations, a step tells nothing of the hundredth that took longest. */
const LEAST_IN_STEP = 20;

/** So much of a soak is the way up, and as much the way down, where nobody says how long they are to be; no more than */
const WAY_SHARE = 0.1;
const LONGEST_WAY_MS = 5 * 60_000;
/** It begins and ends with this share of its rate. */
const OUTSIDE_SHARE = 0.1;

/** Whether the rate is to go up until something breaks. */
export const isBreakpoint = (text: string): boolean => text.startsWith('breakpoint:');

/**
 * `ramp:10..200`: from 10 operations a second to 200, evenly, over the load's time. `spike:100..1000@4s+2s`: 100, but
 * 1,000 from 4 s on for 2 s. `breakpoint:50..2000`: from 50 to 2,000 in ten even steps; `/20`: in twenty. `soak:200+2m`:
 * from 20 up to 200 in 2 minutes, that for as long as the load lasts, and down again. Throws a usage error that says what
 * is wrong.
 */
export function parseProfile(text: string, durationMs: number): Profile {
  const {
    slope,
    from,
    to,
    count,
    base,
    peak,
    at = '',
    lasting = '',
    plateau,
    way,
  } = FORM.exec(text)?.groups ?? {};
  if (slope === 'breakpoint' && from !== undefined && to !== undefined)
    return stepped(text, { from: rateOf(from), to: rateOf(to), count, durationMs });
  if (plateau !== undefined) return soak(text, { rate: rateOf(plateau), way, durationMs });
  if (from !== undefined && to !== undefined && count === undefined)
    return [
      { atMs: 0, rate: rateOf(from) },
      { atMs: durationMs, rate: rateOf(to) },
    ];
  if (base === undefined || peak === undefined)
    throw usageError(
      `"${text}" is not a profile; expected ramp:from..to, breakpoint:from..to, spike:base..peak@time+duration or soak:rate+ramp, such as ramp:10..200, breakpoint:50..2000, spike:100..1000@4s+2s or soak:200+2m`,
    );
  const beginsMs = parseDuration(at);
  const endsMs = beginsMs + parseDuration(lasting);
  if (endsMs === beginsMs || endsMs > durationMs)
    throw usageError(`the spike of "${text}" is not within the load (${durationMs / 1000} s)`, {
      next: 'an earlier or shorter spike, or a longer --duration',
    });
  const [low, high] = [rateOf(base), rateOf(peak)];
  return [
    { atMs: 0, rate: low },
    { atMs: beginsMs, rate: low },
    { atMs: beginsMs, rate: high },
    { atMs: endsMs, rate: high },
    { atMs: endsMs, rate: low },
    { atMs: durationMs, rate: low },
  ];
}

interface Soak {
  rate: number;
  /** How long the way up takes, and the way down. */
  way: string | undefined;
  durationMs: number;
}

function soak(text: string, { rate, way, durationMs }: Soak): Profile {
  const wayMs = way === undefined ? Math.min(LONGEST_WAY_MS, WAY_SHARE * durationMs) : parseDuration(way);
  if (wayMs <= 0 || 2 * wayMs >= durationMs)
    throw usageError(
      `the way up and down of "${text}" leaves no plateau within the load (${durationMs / 1000} s)`,
      { next: `soak:${rate}, whose way takes a tenth of the load, or a longer --duration` },
    );
  return [
    { atMs: 0, rate: OUTSIDE_SHARE * rate },
    { atMs: wayMs, rate },
    { atMs: durationMs - wayMs, rate },
    { atMs: durationMs, rate: OUTSIDE_SHARE * rate },
  ];
}

/** From when to when the rate of a soak stays; undefined of another profile. */
export function plateauOf(text: string, profile: Profile): { fromMs: number; toMs: number } | undefined {
  const [, from, to] = profile;
  return text.startsWith('soak:') && from && to ? { fromMs: from.atMs, toMs: to.atMs } : undefined;
}

interface Steps {
  from: number;
  to: number;
  count: string | undefined;
  durationMs: number;
}

function stepped(text: string, { from, to, count, durationMs }: Steps): Profile {
  const steps = count === undefined ? USUAL_STEPS : Number(count);
  if (steps < 2 || steps > MOST_STEPS)
    throw usageError(`"${text}" has ${steps} steps: expected 2 to ${MOST_STEPS}`);
  if (to <= from)
    throw usageError(`"${text}" does not go up`, { next: `breakpoint:${to}..${Math.max(from, to + 1)}` });
  const lastsMs = durationMs / steps;
  const first = (from * lastsMs) / 1000;
  if (first < LEAST_IN_STEP) {
    const seconds = Math.ceil((LEAST_IN_STEP * steps) / from);
    throw usageError(
      `the first step of "${text}" lasts ${lastsMs} ms and has ${Math.floor(first)} operations: ${LEAST_IN_STEP} are the fewest that say anything`,
      {
        next: `--duration ${seconds}s, fewer steps (breakpoint:${from}..${to}/2 has 2), or a higher first rate`,
      },
    );
  }
  return Array.from({ length: steps }, (_, index) => ({
    rate: from + ((to - from) * index) / (steps - 1),
    fromMs: index * lastsMs,
    toMs: index === steps - 1 ? durationMs : (index + 1) * lastsMs,
  })).flatMap(({ rate, fromMs, toMs }) => [
    { atMs: fromMs, rate },
    { atMs: toMs, rate },
  ]);
}

function rateOf(text: string): number {
  const rate = Number(text);
  if (rate >= 1 && rate <= HIGHEST) return rate;
  throw usageError(`a rate of --profile is ${text}: expected 1 to ${HIGHEST} operations a second`);
}
