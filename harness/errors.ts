export { messageOf } from '../protocol/message-of.ts';

/** Exit codes, as documented in the README. */
export const EXIT = {
  pass: 0,
  fail: 1,
  unknown: 2,
  usage: 64,
  unavailable: 69,
  defect: 70,
  unwritten: 74,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

interface Details {
  /** What to try next: a command or a sentence. */
  next?: string;
  cause?: unknown;
}

/**
 * An error whose message is for the user: what failed, what was seen against what was expected, and the next
 * step. The CLI prints it without a stack and exits with its code; every other error is a defect (exit 70).
 */
export class HoldfastError extends Error {
  readonly exitCode: ExitCode;
  readonly next: string | undefined;

  constructor(exitCode: ExitCode, message: string, { next, cause }: Details = {}) {
    super(message, { cause });
    this.name = 'HoldfastError';
    this.exitCode = exitCode;
    this.next = next;
  }
}

/** The user's input cannot be acted on. */
export const usageError = (message: string, details?: Details) =>
  new HoldfastError(EXIT.usage, message, details);

/** A tool, a server or the machine did not give what is needed. */
export const unavailable = (message: string, details?: Details) =>
  new HoldfastError(EXIT.unavailable, message, details);

/** The user or a signal ended the work. */
export const interrupted = (message = 'interrupted') => new HoldfastError(EXIT.interrupted, message);
