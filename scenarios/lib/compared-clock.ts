import http from 'k6/http';
import { CLOCK_NAME, readTime } from '../../protocol/reference-clock.ts';
import type { Epoch } from './clock.ts';
import type { Settings } from './settings.ts';

/** The quickest of so many answers tells the most. */
const QUESTIONS = 8;

/**
 * Writes down how this generator's clock stands to the one at CLOCK, where there is one: several generators' histories can
 * be merged if each did so before and after. The other clock was read at some moment between question and answer.
 */
export function compareClock(settings: Settings, { epochMs }: Epoch, clock: () => number): void {
  if (!settings.record || settings.clock === undefined) return;
  let best: { at: number; offset: number; error: number } | undefined;
  for (let question = 0; question < QUESTIONS; question++) {
    const asked = clock();
    const { status, body } = http.get(settings.clock, {
      tags: { name: 'clock' },
      timeout: settings.timeoutMs,
    });
    const answered = clock();
    const there = status === 200 && typeof body === 'string' ? readTime(body) : undefined;
    if (there === undefined) continue;
    const error = (answered - asked) / 2;
    if (best !== undefined && error >= best.error) continue;
    const at = asked + error;
    best = { at, offset: there - epochMs - at, error };
  }
  if (best === undefined)
    console.warn(`the clock at ${settings.clock} gave no time: this history cannot be merged`);
  else
    console.log(
      JSON.stringify({
        clock: CLOCK_NAME,
        at: rounded(best.at),
        offset: rounded(best.offset),
        // Upwards, with what rounding took from the others.
        error: Math.ceil(best.error * 1000 + 1) / 1000,
      }),
    );
}

const rounded = (ms: number) => Math.round(ms * 1000) / 1000;
