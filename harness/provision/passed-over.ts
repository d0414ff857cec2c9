/**
 * Why a source did not give the tool; the search goes on with the next one. `absent` needs no words on the way (it
 * is simply not there), `failed` does: something was there, or was tried, and would not do.
 */
export class PassedOver extends Error {
  readonly kind: 'absent' | 'failed';

  constructor(kind: 'absent' | 'failed', reason: string) {
    super(reason);
    this.name = 'PassedOver';
    this.kind = kind;
  }
}

export const absent = (reason: string) => new PassedOver('absent', reason);
export const failed = (reason: string) => new PassedOver('failed', reason);

/** The reason in an error that a source met: its own, or the system's (a full disk, an unwritable cache). */
export function reasonToPassOver(error: unknown): PassedOver | undefined {
  if (error instanceof PassedOver) return error;
  if (error instanceof Error && 'syscall' in error) return failed(error.message);
  return undefined;
}
