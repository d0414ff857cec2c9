import type { Profile } from '../../protocol/profile.ts';
import { usageError } from '../errors.ts';
import { parseDuration } from './parse-duration.ts';

const FORM =
  /^(?:ramp:(?<from>\d+)\.\.(?<to>\d+)|spike:(?<base>\d+)\.\.(?<peak>\d+)@(?<at>[^+]+)\+(?<lasting>.+))$/;
const HIGHEST = 100_000;

/**
 * `ramp:10..200`: from 10 operations a second to 200, evenly, over the load's time. `spike:100..1000@4s+2s`: 100, but
 * 1,000 from 4 s on for 2 s. Throws a usage error that says what is wrong.
 */
export function parseProfile(text: string, durationMs: number): Profile {
  const { from, to, base, peak, at = '', lasting = '' } = FORM.exec(text)?.groups ?? {};
  if (from !== undefined && to !== undefined)
    return [
      { atMs: 0, rate: rateOf(from) },
      { atMs: durationMs, rate: rateOf(to) },
    ];
  if (base === undefined || peak === undefined)
    throw usageError(
      `"${text}" is not a profile; expected ramp:from..to or spike:base..peak@time+duration, such as ramp:10..200 or spike:100..1000@4s+2s`,
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

function rateOf(text: string): number {
  const rate = Number(text);
  if (rate >= 1 && rate <= HIGHEST) return rate;
  throw usageError(`a rate of --profile is ${text}: expected 1 to ${HIGHEST} operations a second`);
}
