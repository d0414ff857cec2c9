import type { StartedSubject } from '../../platform/subject.ts';

/** What was seen of a fault. */
export type Evidence = Record<string, string | number | boolean | null>;

export interface FaultContext {
  subject: StartedSubject;
  /** The name of the instance or server that it hits. */
  target: string;
  signal: AbortSignal;
}

/**
 * One way of breaking a subject. Resolves when it has healed, with evidence that it took effect; rejects if it did
 * not take effect or did not heal.
 */
export type InjectFault = (context: FaultContext) => Promise<Evidence>;
