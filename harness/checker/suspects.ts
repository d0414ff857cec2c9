import type { OperationLine, Value } from '../../protocol/history.ts';
import type { SessionFacts } from './facts/session.ts';

/**
 * Values that a session showed and never wrote. Which other session wrote one is looked for among those judged from
 * then on; for those let go before, it takes a second look at the history.
 */
export class Suspects {
  readonly #writers = new Map<Value, string[]>();

  seen({ registers }: SessionFacts): void {
    for (const { unknown } of registers)
      for (const { value } of unknown)
        if (value !== undefined && !this.#writers.has(value)) this.#writers.set(value, []);
  }

  values(): ReadonlySet<Value> {
    return new Set(this.#writers.keys());
  }

  /** Values that were seen in other sessions. */
  absorb(values: Iterable<Value>): void {
    for (const value of values) if (!this.#writers.has(value)) this.#writers.set(value, []);
  }

  /** Of every value, the sessions that wrote it. */
  all(): ReadonlyMap<Value, readonly string[]> {
    return this.#writers;
  }

  look(op: OperationLine): void {
    if (this.#writers.size === 0 || op.op === 'read' || op.op === 'increment' || op.outcome === 'fail')
      return;
    if (op.value === undefined || op.value === null) return;
    const writers = this.#writers.get(op.value);
    // What a login sets is in the session that it makes.
    const session = op.op === 'regenerate' ? (op.next ?? op.session) : op.session;
    // Two are as good as many: then the value is nobody's in particular.
    if (writers !== undefined && writers.length < 2 && !writers.includes(session)) writers.push(session);
  }
}
