import { setTimeout as delay } from 'node:timers/promises';
import pWaitFor from 'p-wait-for';
import type { FaultLine } from '../../protocol/history.ts';
import type { StartedSubject } from '../platform/subject.ts';
import type { PlannedFault } from '../model/plan.ts';
import { parametersOf } from '../model/faults.ts';
import { exclusionOf, overlap } from '../model/overlap.ts';
import { INJECT } from './faults/catalogue.ts';
import { messageOf } from '../errors.ts';

export interface NemesisContext {
  faults: readonly PlannedFault[];
  subject: StartedSubject;
  /** Milliseconds since the experiment's epoch. */
  clock: () => number;
  signal: AbortSignal;
  onFault: (line: FaultLine) => void;
  clients: Clients;
}

/** What is known of the clients while a subject is being broken. */
export interface Clients {
  count: number;
  /** How many operations have found their session by now. */
  found: () => number;
  /** When they stop asking, in milliseconds since the experiment's epoch. */
  endMs: number;
}

/** Clients find a subject again before it is broken anew: else the two faults share one toll, and one has none. */
const RESPITE_MS = 1000;
/** Where they find nothing, as of a store that is gone for good, the next fault is not kept waiting for them. */
const LONGEST_RESPITE_MS = 10_000;

/**
 * Injects each planned fault at its time, and reports its onset and its end. One that overlaps another by plan begins
 * while that is at work, where both can be; all others wait until those before them have healed. Resolves when
 * all have healed. A fault that failed is reported as `failed`, and the next ones still get their turn.
 */
export async function runNemesis(context: NemesisContext): Promise<void> {
  const { faults, clock, signal } = context;
  let whole: Whole | undefined;
  const atWork = new Map<PlannedFault, Promise<void>>();
  try {
    for (const fault of faults.toSorted((one, other) => one.atMs - other.atMs)) {
      await delay(Math.max(0, fault.atMs - clock()), undefined, { signal }).catch(() =>
        signal.throwIfAborted(),
      );
      for (const [other, healing] of atWork)
        if (!overlap(other, fault) || exclusionOf(other, fault) !== undefined) await healing;
      if (whole !== undefined && atWork.size === 0) await respite(whole, context);
      const healing = inject(fault, context).finally(() => {
        atWork.delete(fault);
        whole = { atMs: clock(), found: context.clients.found() };
      });
      // Whether it was interrupted is asked below.
      healing.catch(() => {});
      atWork.set(fault, healing);
    }
  } finally {
    await Promise.allSettled(atWork.values());
  }
  signal.throwIfAborted();
}

async function inject(
  fault: PlannedFault,
  { subject, clock, signal, onFault }: NemesisContext,
): Promise<void> {
  const line = { fault: fault.kind, id: fault.id, target: fault.target };
  onFault({ ...line, phase: 'onset', at: clock() });
  try {
    const evidence = await INJECT[fault.kind]({
      ...fault,
      parameters: parametersOf(fault.kind, fault.parameters),
      subject,
      signal,
    });
    onFault({ ...line, phase: 'healed', at: clock(), evidence });
  } catch (error) {
    signal.throwIfAborted();
    const reason = messageOf(error);
    onFault({ ...line, phase: 'failed', at: clock(), evidence: { reason } });
  }
}

/** When the last fault was over, and how many operations had found their session by then. */
interface Whole {
  atMs: number;
  found: number;
}

/** Waits until as many operations have found a session as there are clients: what the next fault does is then its own. */
async function respite({ atMs, found }: Whole, { clients, clock, signal }: NemesisContext): Promise<void> {
  const until = Math.min(atMs + LONGEST_RESPITE_MS, clients.endMs);
  const isOver = () =>
    clock() >= atMs + RESPITE_MS && (clients.found() - found >= clients.count || clock() >= until);
  await pWaitFor(isOver, { interval: 20, signal }).catch(() => signal.throwIfAborted());
}
