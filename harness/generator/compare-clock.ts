import { setTimeout as delay } from 'node:timers/promises';
import type { ClockLine } from '../../protocol/history.ts';
import { CLOCK_NAME, readTime } from '../../protocol/reference-clock.ts';

/** The quickest of so many answers tells the most. */
const QUESTIONS = 8;
const ANSWER_LIMIT_MS = 2000;
const AGAIN_AFTER_MS = 20;

/**
 * How the harness's clock stands to the one at `url`, as generators compare theirs (scenarios/lib/compared-clock.ts):
 * `clock` gives milliseconds since `epochMs`, a Unix time. Undefined where no answer comes.
 */
export async function comparedClock(
  url: string,
  { epochMs, clock }: { epochMs: number; clock: () => number },
): Promise<ClockLine | undefined> {
  let best: ClockLine | undefined;
  for (let question = 0; question < QUESTIONS; question++) {
    const asked = clock();
    const there = await timeAt(url);
    const error = (clock() - asked) / 2;
    if (there === undefined) await delay(AGAIN_AFTER_MS);
    else if (best === undefined || error < best.error) {
      const at = asked + error;
      best = { clock: CLOCK_NAME, at, offset: there - epochMs - at, error };
    }
  }
  return (
    best && {
      clock: best.clock,
      at: rounded(best.at),
      offset: rounded(best.offset),
      // Upwards, with what rounding took from the others.
      error: Math.ceil(best.error * 1000 + 1) / 1000,
    }
  );
}

async function timeAt(url: string): Promise<number | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
    return readTime(await response.text());
  } catch {
    return undefined;
  }
}

const rounded = (ms: number) => Math.round(ms * 1000) / 1000;
