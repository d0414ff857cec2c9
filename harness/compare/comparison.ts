import type { Verdict } from '../model/results.ts';
import type { Choice } from './choice.ts';
import type { ComparedClaim } from './claims.ts';

/** A figure that there is not, and why. `not asked`: nothing in the run was to measure it, which is no fault of the run. */
export interface Unknown {
  unknown: string;
  because: 'not asked' | 'not trusted';
}

/** A figure over rounds: its median, with the lowest and the highest of them. */
export interface Spread {
  median: number;
  low: number;
  high: number;
  rounds: number;
}

/** Of one kind of operation, over the measured rounds, in milliseconds. */
export interface LatencySpread {
  op: string;
  /** From when the client should have started by its own schedule. */
  fromIntended: { p50Ms: Spread; p99Ms: Spread };
  /** From when it sent: service time. */
  fromSend: { p50Ms: Spread; p99Ms: Spread };
}

/** What a store did in its measured rounds. */
export interface Pace {
  latency: LatencySpread[] | Unknown;
  /** Operations a second that came to an end. */
  perSecond: Spread | Unknown;
  /** Rounds that do not count, each with the reason. */
  leftOut: string[];
}

/** What one session costs: a slope with its 95 % interval, or that none could be told from drift. */
export interface Bytes {
  bytesPerSession: number;
  low: number;
  high: number;
  /** False: what is there is not told from nothing; `smallestVisible` would have been. */
  grows: boolean;
  smallestVisible: number;
  /** Share that is still held one TTL after the last visitor left; null: nothing grew. */
  heldAfterTtl: number | null;
}

export interface Memory {
  app: Bytes | Unknown;
  /** What the store's server or its files hold; undefined where there is nothing outside of the app. */
  server: Bytes | Unknown | undefined;
  /** What that is measured by. */
  figure: string | undefined;
  /** Sessions that are still in the store one TTL after the last visitor, of so many. */
  storedAfterTtl: { stored: number; visitors: number } | undefined;
}

/** A promise that was put to the test. */
export interface PromiseTest {
  id: string;
  /** `broken`: an experiment that tests it found what would break it. `not promised`: the store never made it; what was seen decides nothing. */
  outcome: 'kept' | 'broken' | 'unknown' | 'not promised';
  /** Whether it was kept; for one that was not promised, whether it was kept all the same. */
  passed: boolean;
  source: string | undefined;
  /** Positions of the experiments in results.json. */
  experiments: number[];
}

/** One store in one situation. */
export interface Cell {
  verdict: Verdict;
  /** By kind, only what was found. */
  anomalies: Record<string, number>;
  reason: string | undefined;
  /** The promises that the situation tests and this store does not make. */
  notPromised: string[];
  /** Positions of the experiments in results.json. */
  experiments: number[];
}

export interface ComparedStore {
  store: string;
  /** As people call it. */
  name: string;
  packages: string | undefined;
  promises: PromiseTest[];
  /** Whether to take it, and why not. */
  choice: Choice;
  /** By situation; one that is not here was not tried. */
  cells: ReadonlyMap<string, Cell>;
  pace: Pace;
  memory: Memory;
  /** Why it was not tested at all. */
  untested: string | undefined;
}

/** Stores side by side, made of results.json alone. */
export interface Comparison {
  stores: ComparedStore[];
  /** Workloads, with their instances and faults, in the order in which they came. */
  situations: string[];
  /** Operations a second that the measured rounds offered. */
  offeredPerSecond: Spread | undefined;
  /** What runs of `holdfast claims` found; a finding, which no verdict of the comparison rests on. */
  claims: ComparedClaim[];
}

export const isKnown = <Known extends object>(figure: Known | Unknown): figure is Known =>
  !('unknown' in figure);

/**
 * Fail: a store broke what it promises. Unknown: something could not be judged, or a store could not be tested. Pass:
 * neither; it does not say which store is better.
 */
export function comparisonVerdict({ stores }: Comparison, complete: boolean): Verdict {
  const broken = stores.some(({ promises }) => promises.some(({ outcome }) => outcome === 'broken'));
  if (broken) return 'fail';
  const open = stores.some(
    ({ untested, cells }) =>
      untested !== undefined || [...cells.values()].some(({ verdict }) => verdict === 'unknown'),
  );
  return open || !complete || stores.length === 0 ? 'unknown' : 'pass';
}
