import { scheduleOf } from '../../protocol/clients.ts';
import type { OperationLine } from '../../protocol/history.ts';

/** Tells, operation by operation, how late the generator itself was, and nobody else. */
export class Generator {
  readonly #freeSince = new Map<string, number>();

  /** How late it was sent, in milliseconds, if its client had nothing else to do when it was due; else undefined. */
  lateness({ client, due, start, end }: OperationLine): number | undefined {
    const schedule = scheduleOf(client);
    const wasFree = (this.#freeSince.get(schedule) ?? -Infinity) <= due;
    this.#freeSince.set(schedule, end);
    return wasFree ? start - due : undefined;
  }
}
