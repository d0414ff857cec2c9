import { HoldfastError, type ExitCode } from '../../errors.ts';
import type { Merged } from '../../history/merge/merge.ts';
import type { Survey } from '../../history/merge/survey.ts';

/** An error for the user, as one thread hands it to another. */
interface Refusal {
  kind: 'refused';
  exitCode: ExitCode;
  message: string;
  next: string | undefined;
}

/** What a thread that merges is started with. */
export interface Task {
  files: readonly string[];
  sameClock: boolean;
  /** Where it puts what it merged, a piece each. */
  places: readonly SharedArrayBuffer[];
}

/** What it is told: to go through a part, what another thread saw of one, to merge them, that a place may be used again. */
export type Told =
  | { kind: 'survey'; at: number }
  | { kind: 'surveyed'; at: number; survey: Survey }
  | { kind: 'merge' }
  | { kind: 'read'; place: number };

/** What it says: that it went through a part; that a place has so many bytes, in their order; what became one. */
export type Said =
  | { kind: 'surveyed' }
  | { kind: 'piece'; place: number; bytes: number }
  | { kind: 'merged'; merged: Merged }
  | Refusal;

/** What of an error can be handed over. Throws it again where it is none for the user. */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof HoldfastError)) throw error;
  const { exitCode, message, next } = error;
  return { kind: 'refused', exitCode, message, next };
}

export const thrown = ({ exitCode, message, next }: Refusal): HoldfastError =>
  new HoldfastError(exitCode, message, next === undefined ? {} : { next });
