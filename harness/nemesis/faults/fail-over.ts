import { setTimeout as delay } from 'node:timers/promises';
import type { Primary, Replicas } from '../../platform/subject.ts';
import type { Evidence, InjectFault } from './fault.ts';

/** Far more than any of them takes over in; after it nobody has. */
const TAKEN_OVER_LIMIT_MS = 60_000;
const LOOK_EVERY_MS = 50;

/** Has another server take over from the primary, asked for or by killing that, and waits until all follow the new one. */
export const failOver =
  ({ limitMs = TAKEN_OVER_LIMIT_MS } = {}): InjectFault =>
  async ({ subject, target, durationMs, parameters, signal }) => {
    const replicas = subject.server?.name === target ? subject.server.replicas : undefined;
    if (replicas === undefined) throw new Error(`no server can take over from ${target}`);
    const before = await replicas.primary();
    if (before === undefined)
      throw new Error(`${target} has no primary, so that nobody can take over from it`);
    const startedMs = performance.now();
    const since = () => Math.round(performance.now() - startedMs);
    const { manner } = parameters;
    let evidence: Evidence = { manner: String(manner), primaryBefore: before.part.name };
    try {
      evidence = {
        ...evidence,
        ...(manner === 'kill' ? await killed(before, replicas) : { asked: await replicas.askForFailover() }),
      };
      evidence = { ...evidence, ...(await takenOver(replicas, before, { since, signal, limitMs })) };
      if (manner === 'kill') await delay(durationMs, undefined, { signal });
    } finally {
      if (before.part.pid === 0 && !signal.aborted) await before.part.start();
    }
    const whole = await replicas.whole(signal);
    return { ...evidence, healed: whole, wholeAfterMs: since() };
  };

async function killed({ part }: Primary, { takeOver }: Replicas): Promise<Evidence> {
  const { pid, exit, seen } = await part.end('SIGKILL');
  const ended = { pidBefore: pid, exit, killed: `${part.name}: ${seen}` };
  return takeOver === undefined ? ended : { ...ended, promoted: await takeOver() };
}

interface Watch {
  since: () => number;
  signal: AbortSignal;
  limitMs: number;
}

/** Waits until another is the primary, and until nobody else takes writes any more; rejects where no other ever is. */
async function takenOver(
  replicas: Replicas,
  before: Primary,
  { since, signal, limitMs }: Watch,
): Promise<Evidence> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  const wait = () => delay(LOOK_EVERY_MS, undefined, { signal: limit }).catch(() => signal.throwIfAborted());
  let after = await replicas.primary();
  while (after === undefined || after.part.name === before.part.name) {
    if (limit.aborted)
      throw new Error(`no other server had taken over from ${before.part.name} after ${limitMs / 1000} s`);
    await wait();
    after = await replicas.primary();
  }
  const takenOverAfterMs = since();
  let both = await replicas.primaries();
  while (both.length > 1 && !limit.aborted) {
    await wait();
    both = await replicas.primaries();
  }
  return {
    seen: after.seen,
    primaryAfter: after.part.name,
    takenOverAfterMs,
    // Until then the former one took writes in that the new one never gets.
    alonePrimaryAfterMs: since(),
  };
}
