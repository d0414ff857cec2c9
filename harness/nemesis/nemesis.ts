import { setTimeout as delay } from 'node:timers/promises';
import type { FaultLine } from '../../protocol/history.ts';
import type { StartedSubject } from '../platform/subject.ts';
import type { PlannedFault } from '../model/plan.ts';
import { INJECT } from './faults/catalogue.ts';

export interface NemesisContext {
  faults: readonly PlannedFault[];
  subject: StartedSubject;
  /** Milliseconds since the experiment's epoch. */
  clock: () => number;
  signal: AbortSignal;
  onFault: (line: FaultLine) => void;
}

/** Clients find a subject again before it is broken anew: else the two faults share one toll, and one has none. */
const RESPITE_MS = 1000;

/**
 * Injects each planned fault at its time, one after the other, and reports its onset and its end. Resolves when
 * all have healed. A fault that failed is reported as `failed`, and the next ones still get their turn.
 */
export async function runNemesis({ faults, subject, clock, signal, onFault }: NemesisContext): Promise<void> {
  let wholeMs = 0;
  for (const fault of faults.toSorted((one, other) => one.atMs - other.atMs)) {
    await delay(Math.max(0, Math.max(fault.atMs, wholeMs) - clock()), undefined, { signal }).catch(() =>
      signal.throwIfAborted(),
    );
    const line = { fault: fault.kind, id: fault.id, target: fault.target };
    onFault({ ...line, phase: 'onset', at: clock() });
    try {
      const evidence = await INJECT[fault.kind]({ ...fault, subject, signal });
      onFault({ ...line, phase: 'healed', at: clock(), evidence });
    } catch (error) {
      signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      onFault({ ...line, phase: 'failed', at: clock(), evidence: { reason } });
    }
    wholeMs = clock() + RESPITE_MS;
  }
}
