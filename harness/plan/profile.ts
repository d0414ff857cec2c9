import type { Profile } from '../../protocol/profile.ts';
import { usageError } from '../errors.ts';
import { parseDuration } from './parse-duration.ts';

const FORM =
  /^(?:(?<slope>ramp|breakpoint):(?<from>\d+)\.\.(?<to>\d+)(?:\/(?<count>\d+))?|spike:(?<base>\d+)\.\.(?<peak>\d+)@(?<at>[^+]+)\+(?<lasting>.+))$/;
const HIGHEST = 100_000;
const USUAL_STEPS = 10;
const MOST_STEPS = 100;
/** With fewer operations, a step tells nothing of the hundredth that took longest. */
const LEAST_IN_STEP = 20;

/** Whether the rate is to go up until something breaks. */
export const isBreakpoint = (text: string): boolean => text.startsWith('breakpoint:');

/**
 * `ramp:10..200`: from 10 operations a second to 200, evenly, over the load's time. `spike:100..1000@4s+2s`: 100, but
 * 1,000 from 4 s on for 2 s. `breakpoint:50..2000`: from 50 to 2,000 in ten even steps; `/20`: in twenty. Throws a usage
 * error that says what is wrong.
 */
export function parseProfile(text: string, durationMs: number): Profile {
  const { slope, from, to, count, base, peak, at = '', lasting = '' } = FORM.exec(text)?.groups ?? {};
  if (slope === 'breakpoint' && from !== undefined && to !== undefined)
    return stepped(text, { from: rateOf(from), to: rateOf(to), count, durationMs });
  if (from !== undefined && to !== undefined && count === undefined)
    return [
      { atMs: 0, rate: rateOf(from) },
      { atMs: durationMs, rate: rateOf(to) },
    ];
  if (base === undefined || peak === undefined)
    throw usageError(
      `"${text}" is not a profile; expected ramp:from..to, breakpoint:from..to or spike:base..peak@time+duration, such as ramp:10..200, breakpoint:50..2000 or spike:100..1000@4s+2s`,
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
