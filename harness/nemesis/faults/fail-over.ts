import { setTimeout as delay } from 'node:timers/promises';
import type { Primary, Replicas, Wire } from '../../platform/subject.ts';
import type { Evidence, InjectFault } from './fault.ts';
import { primaryOf } from './primaries.ts';

/** Far more than any of them takes over in; after it nobody has. */
const TAKEN_OVER_LIMIT_MS = 60_000;
const LOOK_EVERY_MS = 50;
/** After so long whoever watches over servers that do not do so themselves has them take over from one that is silent. */
const NOTICED_MS = 2000;

/**
 * Has another server take over from the primary, asked for, by killing that or by cutting it off from all but its clients,
 * and waits until all follow the new one.
 */
export const failOver =
  ({ limitMs = TAKEN_OVER_LIMIT_MS, noticedMs = NOTICED_MS } = {}): InjectFault =>
  async ({ subject, target, durationMs, parameters, signal }) => {
    const replicas = subject.server?.name === target ? subject.server.replicas : undefined;
    if (replicas === undefined) throw new Error(`no server can take over from ${target}`);
    const { manner } = parameters;
    if (manner === 'asked') await replicas.untilAskable();
    const before = await primaryOf(replicas);
    if (before === undefined)
      throw new Error(`${target} has no primary, so that nobody can take over from it`);
    const startedMs = performance.now();
    const since = () => Math.round(performance.now() - startedMs);
    const watch = { since, signal, limitMs };
    const way = manner === 'cut' ? await wayTo(before, replicas) : undefined;
    let evidence: Evidence = { manner: String(manner), primaryBefore: before.part.name };
    const add = (more: Evidence) => (evidence = { ...evidence, ...more });
    let isUntold = false;
    try {
      if (manner === 'kill') add(await killed(before, replicas));
      else if (way !== undefined) add(await cutOff(before, replicas, { way, signal, noticedMs }));
      else add({ asked: await replicas.askForFailover() });
      add(await takenOver(replicas, before, watch));
      // One that is cut off and goes on is told of it by nobody.
      isUntold = way !== undefined && before.part.pid !== 0;
      if (!isUntold) add(await alone(replicas, watch));
      if (manner !== 'asked') await delay(durationMs, undefined, { signal });
    } finally {
      await way?.restore();
      if (before.part.pid === 0 && !signal.aborted) await before.part.start();
    }
    if (isUntold) add(await alone(replicas, watch));
    const whole = await replicas.whole(signal);
    if (way !== undefined) await replicas.ways?.askOver(before.part);
    return { ...evidence, healed: whole, wholeAfterMs: since() };
  };

async function killed({ part }: Primary, { takeOver }: Replicas): Promise<Evidence> {
  const { pid, exit, seen } = await part.end('SIGKILL');
  const ended = { pidBefore: pid, exit, killed: `${part.name}: ${seen}` };
  return takeOver === undefined ? ended : { ...ended, promoted: await takeOver() };
}

function wayTo({ part }: Primary, { ways }: Replicas): Promise<Wire> {
  if (ways === undefined)
    throw new Error(`${part.name} cannot be cut off from the others: nothing runs between them`);
  return ways.to(part);
}

interface Cut {
  way: Wire;
  signal: AbortSignal;
  noticedMs: number;
}

/** As a network that fails: nothing that is sent arrives, and nobody is told. Clients go another way. */
async function cutOff(
  { part }: Primary,
  replicas: Replicas,
  { way, signal, noticedMs }: Cut,
): Promise<Evidence> {
  for (const stream of ['upstream', 'downstream'] as const)
    await way.add({ type: 'timeout', stream, attributes: { timeout: 0 } });
  const noticed = delay(noticedMs, undefined, { signal });
  noticed.catch(() => {});
  const answered = await replicas.ways?.askOver(part).then(
    () => true,
    () => false,
  );
  if (answered) throw new Error(`${part.name} was cut off from the others, and answers over their way to it`);
  const said = (await replicas.primaries()).includes(part.name) ? 'it is the primary' : 'it is none';
  const cut = `${part.name} answered nothing over the way of the others, and said that ${said} over that of clients`;
  if (replicas.takeOver === undefined) return { cut };
  await noticed;
  const promoted = await replicas.takeOver();
  // Nobody asks one that nobody reaches to make room: whoever watches over them has it ended.
  const { pid, exit, seen } = await part.end('SIGKILL');
  return { cut, promoted, pidBefore: pid, exit, fenced: `${part.name}: ${seen}` };
}

interface Watch {
  since: () => number;
  signal: AbortSignal;
  limitMs: number;
}

const looking = ({ signal, limitMs }: Watch) => {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  return {
    limit,
    wait: () => delay(LOOK_EVERY_MS, undefined, { signal: limit }).catch(() => signal.throwIfAborted()),
  };
};

/** Waits until another is the primary; rejects where no other ever is. */
async function takenOver(replicas: Replicas, before: Primary, watch: Watch): Promise<Evidence> {
  const { limit, wait } = looking(watch);
  let after = await replicas.primary();
  while (after === undefined || after.part.name === before.part.name) {
    if (limit.aborted)
      throw new Error(
        `no other server had taken over from ${before.part.name} after ${watch.limitMs / 1000} s`,
      );
    await wait();
    after = await replicas.primary();
  }
  return { seen: after.seen, primaryAfter: after.part.name, takenOverAfterMs: watch.since() };
}

/** Waits until nobody else takes writes any more: until then the former one took some in that the new one never gets. */
async function alone(replicas: Replicas, watch: Watch): Promise<Evidence> {
  const { limit, wait } = looking(watch);
  let both = await replicas.primaries();
  while (both.length > 1 && !limit.aborted) {
    await wait();
    both = await replicas.primaries();
  }
  return { alonePrimaryAfterMs: watch.since() };
}
