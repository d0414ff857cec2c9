import { setTimeout as delay } from 'node:timers/promises';
import { metricsOf } from '../../platform/metrics-of.ts';
import type { AppInstance } from '../../platform/subject.ts';
import type { Evidence, InjectFault } from './fault.ts';

interface Rolling {
  ending: 'SIGTERM' | 'SIGKILL';
  /** How long each stays away. */
  awayMs: number;
  signal: AbortSignal;
  /** Done to each while it is gone. */
  whileGone?: (instance: AppInstance) => void;
}

/**
 * Ends each instance and starts it again, one after the other. Rejects where any of the others does not answer while one
 * is gone: never are there fewer than all but one.
 */
export async function rolled(
  instances: readonly AppInstance[],
  { ending, awayMs, signal, whileGone }: Rolling,
): Promise<Evidence> {
  const startedMs = performance.now();
  const replaced: string[] = [];
  let seen = '';
  for (const instance of instances) {
    const others = instances.filter((each) => each !== instance);
    await assertUp(others, `before ${instance.name} is to end`);
    const was = instance.identity;
    const ended = await instance.end(ending);
    try {
      await assertUp(others, `while ${instance.name} is gone`);
      await delay(awayMs, undefined, { signal });
      whileGone?.(instance);
    } finally {
      await instance.start();
    }
    if (instance.pid === ended.pid) throw new Error(`${instance.name} is still process ${ended.pid}`);
    const [one, other] = was === undefined ? [ended.pid, instance.pid] : [was, instance.identity];
    replaced.push(`${instance.name} ${one} by ${other} (${ended.exit})`);
    seen = ended.seen;
  }
  return {
    seen: instances.some(({ identity }) => identity !== undefined)
      ? `all others answered while each was gone; of the last one, ${seen}`
      : 'each ended, its port refused connections, and all others answered meanwhile',
    replaced: replaced.join(', '),
    rolledMs: Math.round(performance.now() - startedMs),
  };
}

async function assertUp(instances: readonly AppInstance[], when: string): Promise<void> {
  for (const instance of instances)
    await (instance.assertUp?.() ?? metricsOf(instance)).catch((error: unknown) => {
      throw new Error(`${instance.name} does not answer ${when}: fewer than all but one are up`, {
        cause: error,
      });
    });
}

const ENDINGS = { drained: 'SIGTERM', undrained: 'SIGKILL' } as const;

/** A rolling deployment. */
export const rollOver: InjectFault = async ({ subject, durationMs, parameters, signal }) => {
  const ending = ENDINGS[parameters['ending'] as keyof typeof ENDINGS];
  const evidence = await rolled(subject.instances, { ending, awayMs: durationMs, signal });
  return { ...evidence, ...parameters };
};
