import { setTimeout as delay } from 'node:timers/promises';
import type { Ended } from '../../platform/subject.ts';
import type { InjectFault } from './fault.ts';

/**
 * A crash of the machine that all instances share: what they had not synced to the store's files is gone when they are
 * started again. What it assumes is as of `server-power-loss`.
 */
export const loseAppPower: InjectFault = async ({ subject, durationMs, signal }) => {
  const { instances, disk } = subject;
  if (disk === undefined) throw new Error("it is not known what of the store's files was synced");
  const startedMs = performance.now();
  const ended: Ended[] = [];
  let lost;
  try {
    for (const instance of instances) ended.push(await instance.end('SIGKILL'));
    lost = await disk.losePower();
    await delay(durationMs, undefined, { signal });
  } finally {
    if (!signal.aborted) for (const instance of instances) if (instance.pid === 0) await instance.start();
  }
  return {
    seen: 'each ended, and its port refused connections',
    ...lost,
    replaced: instances.map(({ name, pid }, index) => `${name} ${ended[index]?.pid} by ${pid}`).join(', '),
    readyAfterMs: Math.round(performance.now() - startedMs),
  };
};
