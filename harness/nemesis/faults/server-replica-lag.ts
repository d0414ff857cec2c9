import { setTimeout as delay } from 'node:timers/promises';
import pWaitFor from 'p-wait-for';
import type { Replicas } from '../../platform/subject.ts';
import type { InjectFault } from './fault.ts';
import { primaryOf } from './primaries.ts';

/** Besides the lag. */
const ARRIVED_LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 20;
/** Timers may be early by so much, and clocks round. */
const TOLERANCE_MS = 5;

/**
 * Has all that the primary sends to others arrive late, and sees by something written that it does. Where another takes
 * over by a fault besides, that is no longer the primary, and who comes back copies the new one as soon as it can.
 */
export const lagBehind: InjectFault = async ({ subject, target, durationMs, parameters, signal }) => {
  const replicas = subject.server?.name === target ? subject.server.replicas : undefined;
  const ways = replicas?.ways;
  if (replicas === undefined || ways === undefined)
    throw new Error(`nothing runs between ${target} and its replicas that could make them late`);
  const primary = (await primaryOf(replicas))?.part;
  if (primary === undefined) throw new Error(`${target} has no primary that others could be late for`);
  const isStill = async () => (await replicas.primary())?.part.name === primary.name;
  const lagMs = Number(parameters['lagMs']);
  const late = async () => {
    const tookMs = await arrivesAfter(replicas, lagMs + ARRIVED_LIMIT_MS, signal);
    if (tookMs < lagMs - TOLERANCE_MS)
      throw new Error(`${target} was to be late by ${lagMs} ms, and had what was written after ${tookMs} ms`);
    return tookMs;
  };
  const startedMs = performance.now();
  const wire = await ways.to(primary);
  let evidence = {};
  try {
    await wire.add({ type: 'latency', stream: 'downstream', attributes: { latency: lagMs, jitter: 0 } });
    const lateMs = await late().catch(async (error: unknown) => {
      if (signal.aborted || (await isStill())) throw error;
      throw new Error(
        `${primary.name} was no longer the primary before its replicas were seen to be late, which takes ${lagMs} ms`,
        { cause: error },
      );
    });
    await delay(Math.max(0, durationMs - (performance.now() - startedMs)), undefined, { signal });
    await wire.assertSpoilt();
    // Of another that has taken over nobody said that it is late.
    const lateAtEndMs = (await isStill())
      ? await late().catch(async (error: unknown) => {
          if (signal.aborted || (await isStill())) throw error;
        })
      : undefined;
    evidence = {
      seen: 'what the harness wrote to the primary was on its replica so much later',
      lateMs,
      ...(lateAtEndMs === undefined ? {} : { lateAtEndMs }),
    };
  } finally {
    await wire.restore();
  }
  const healed = await replicas.whole(signal);
  return {
    ...evidence,
    ...parameters,
    healed,
    afterMs: await arrivesAfter(replicas, ARRIVED_LIMIT_MS, signal),
  };
};

/** After how long what is written to the primary is on all others. Rejects where one of them does not answer. */
async function arrivesAfter({ ways }: Replicas, limitMs: number, signal: AbortSignal) {
  const startedMs = performance.now();
  const has = await ways?.mark();
  const message = `what was written to the primary was not on all others after ${limitMs / 1000} s`;
  const timeout = { milliseconds: limitMs, message };
  await pWaitFor(async () => (await has?.()) === true, { interval: LOOK_EVERY_MS, timeout, signal });
  return Math.round(performance.now() - startedMs);
}
