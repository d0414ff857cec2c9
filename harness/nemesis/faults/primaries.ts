import { setTimeout as delay } from 'node:timers/promises';
import type { Primary, Replicas, StartedSubject } from '../../platform/subject.ts';
import type { Evidence } from './fault.ts';

/** On a busy machine one look may find nobody, because the primary did not answer in time. */
const LOOK_LIMIT_MS = 10_000;
const AGAIN_EVERY_MS = 100;

/**
 * Notes who takes the writes before and after, where that is one of several members: whether another has taken over says
 * which promise the fault puts to the test.
 */
export async function notingPrimaries(
  { server }: Pick<StartedSubject, 'server'>,
  target: string,
  inject: () => Promise<Evidence>,
): Promise<Evidence> {
  const replicas = server?.name === target ? server.replicas : undefined;
  if (replicas === undefined) return inject();
  const primaryBefore = (await primaryOf(replicas))?.part.name;
  const evidence = await inject();
  const primaryAfter = (await primaryOf(replicas))?.part.name;
  return primaryBefore === undefined || primaryAfter === undefined
    ? evidence
    : { ...evidence, primaryBefore, primaryAfter };
}

/** Who takes the writes now; undefined where nobody is found to for ten seconds. */
export async function primaryOf(replicas: Pick<Replicas, 'primary'>): Promise<Primary | undefined> {
  for (const until = Date.now() + LOOK_LIMIT_MS; ; await delay(AGAIN_EVERY_MS)) {
    const primary = await replicas.primary();
    if (primary !== undefined || Date.now() > until) return primary;
  }
}
