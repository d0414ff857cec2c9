import { Gauge, type Registry } from 'prom-client';
import { METRICS } from '../protocol/metrics.ts';

/** A call of a store's method whose callback has not been called. */
interface Call {
  startedMs: number;
}

/**
 * Calls of a store that are still to call back, by operation. Taking one in and out is two operations on a set, which
 * keeps them in the order of their start.
 */
export class Waiting {
  readonly #calls = new Map<string, Set<Call>>();

  constructor(registers: Registry[]) {
    const labelNames = ['operation'];
    const calls: Gauge = new Gauge({
      name: METRICS.storeWaiting,
      help: "Calls of the store's methods whose callback has not been called",
      labelNames,
      registers,
      collect: () => {
        for (const [operation, waiting] of this.#calls) calls.set({ operation }, waiting.size);
      },
    });
    const longest: Gauge = new Gauge({
      name: METRICS.storeLongestWait,
      help: 'How long ago the first of those calls was made; 0 where there is none',
      labelNames,
      registers,
      collect: () => {
        for (const [operation, waiting] of this.#calls)
          longest.set({ operation }, secondsSince(waiting.values().next().value));
      },
    });
  }

  /** Gives what takes in a call of this operation, which gives what says that it has called back. */
  of(operation: string): (startedMs: number) => () => void {
    const waiting = this.#calls.get(operation) ?? new Set();
    this.#calls.set(operation, waiting);
    return (startedMs) => {
      const call = { startedMs };
      waiting.add(call);
      return () => void waiting.delete(call);
    };
  }
}

const secondsSince = (call: Call | undefined): number =>
  call === undefined ? 0 : (performance.now() - call.startedMs) / 1000;
