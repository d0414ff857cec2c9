import type { GivenParameters } from '../../model/faults/parameters.ts';
import type { StartedSubject } from '../../platform/subject.ts';

/** What was seen of a fault. */
export type Evidence = Record<string, string | number | boolean | null>;

export interface FaultContext {
  subject: StartedSubject;
  /** The name of the instance or server that it hits. */
  target: string;
  /** How long it stays broken before it is made whole again. */
  durationMs: number;
  /** By the schema of its kind, all of them. */
  parameters: GivenParameters;
  signal: AbortSignal;
}

/**
 * One way of breaking a subject. Resolves when it has healed, with evidence that it took effect; rejects if it did
 * not take effect or did not heal. Whatever ends it, it leaves the subject as whole as it can.
 */
export type InjectFault = (context: FaultContext) => Promise<Evidence>;
