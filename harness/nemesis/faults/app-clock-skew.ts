import { ROUTES } from '../../../protocol/routes.ts';
import type { AppInstance } from '../../platform/subject.ts';
import { afterUndoing } from './undone.ts';
import { watchAround } from './around-wire.ts';
import type { Evidence, InjectFault } from './fault.ts';
import { forItsTime } from './for-its-time.ts';
import { untilFine } from './until-fine.ts';

/** Whoever does it sees to its end by itself after that, should the harness be gone: looks and waits take no longer. */
const UNDONE_ANYWAY_AFTER_MS = 180_000;
/** A Date counts whole seconds, and Node makes one anew a second later at the latest; the rest is for an app that is busy. */
const GIVE_OR_TAKE_MS = 3000;
/** A node that is busy does what it is told late. */
const SEEN_LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 250;
const ANSWER_LIMIT_MS = 5000;

/**
 * Has the clock of an instance go wrong, and put right after the fault's time. What shows it is the `Date` of the instance's own
 * answers, at its own address, against this machine's clock: before, at its onset, at its end and after. It may take so long
 * until it shows.
 */
export function skewClock(limitMs = SEEN_LIMIT_MS): InjectFault {
  return async ({ subject, target, parameters, durationMs, signal }) => {
    const instance = subject.instances.find(({ name }) => name === target);
    const clock = subject.clocks?.find((each) => each.instance === target);
    if (instance === undefined || clock === undefined)
      throw new Error(`nothing here makes the clock of ${target} wrong`);
    const byMs = Number(parameters['skewMs']) * (parameters['way'] === 'behind' ? -1 : 1);
    const beforeMs = await aheadMs(instance, signal);
    const notWrong = notAbout(beforeMs + byMs);
    const until = (notSo: (seenMs: number) => string | undefined, when: string) =>
      untilFine(() => aheadMs(instance, signal), notSo, {
        limitMs,
        everyMs: LOOK_EVERY_MS,
        signal,
        tooLate: (why) => `${when}, ${why}`,
      });
    const startedMs = performance.now();
    let said: string;
    let [onsetMs, endMs, inForceAfterMs, wrongMs] = [0, 0, 0, 0];
    let around: Evidence;
    try {
      said = await clock.skew(byMs, durationMs + UNDONE_ANYWAY_AFTER_MS);
      onsetMs = await until(notWrong, 'at its onset');
      inForceAfterMs = Math.round(performance.now() - startedMs);
      const lookAround = await watchAround(instance);
      wrongMs = await forItsTime(durationMs, signal);
      around = await lookAround();
      endMs = await aheadMs(instance, signal);
      const why = notWrong(endMs);
      if (why !== undefined) throw new Error(`at its end, ${why}`);
    } catch (error) {
      throw await afterUndoing(error, () => clock.restore(), { signal, still: 'it is still wrong' });
    }
    const overMs = performance.now();
    await clock.restore();
    const afterMs = await until(notAbout(beforeMs), 'after it was put right');
    const rightAfterMs = Math.round(performance.now() - overMs);
    const seen = `the Date of its answers, against this machine's clock: ${inSeconds(onsetMs)} at its onset, ${inSeconds(endMs)} at its end; ${inSeconds(beforeMs)} before, ${inSeconds(afterMs)} after`;
    return { seen, said, ...parameters, inForceAfterMs, wrongMs, rightAfterMs, ...around };
  };
}

/** What was seen where that is not what was expected. */
const notAbout = (expectedMs: number) => (seenMs: number) =>
  Math.abs(seenMs - expectedMs) > GIVE_OR_TAKE_MS ? told(seenMs) : undefined;

/** Such as `+3600.2 s`. */
const inSeconds = (ms: number) => `${ms < 0 ? '' : '+'}${(ms / 1000).toFixed(1)} s`;
const told = (ms: number) => `the Date of its answers was ${inSeconds(ms)} from this machine's clock`;

/** By how much the clock of an instance is ahead of this machine's, give or take a second and what an answer takes. */
async function aheadMs({ name, url }: AppInstance, signal: AbortSignal): Promise<number> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]);
  const askedMs = Date.now();
  const response = await fetch(new URL(ROUTES.live, url), { signal: limit });
  await response.arrayBuffer();
  const middleMs = (askedMs + Date.now()) / 2;
  const atMs = Date.parse(response.headers.get('date') ?? '');
  if (Number.isNaN(atMs)) throw new Error(`the answers of ${name} have no Date`);
  // It says the second that has begun.
  return atMs + 500 - middleMs;
}
