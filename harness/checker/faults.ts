import type { FaultLine } from '../../protocol/history.ts';
import { outlasts } from '../model/faults.ts';

export interface FaultWindow {
  id: string;
  fromMs: number;
  /** By when it certainly had its effect: its end, where the evidence does not say when what it hit was gone. */
  effectMs: number;
  /** Infinity: it did not heal within the experiment, or what it did may show at any time after. */
  toMs: number;
}

/** When each fault held, or what it did may have shown. One that failed to take effect has no window. */
export function faultWindows(lines: readonly FaultLine[]): FaultWindow[] {
  const windows = new Map<string, FaultWindow>();
  for (const { fault, id, phase, at, evidence } of lines) {
    const window = windows.get(id);
    if (phase === 'failed') windows.delete(id);
    else if (phase === 'onset') windows.set(id, { id, effectMs: at, toMs: Infinity, ...window, fromMs: at });
    else if (window !== undefined) {
      const endMs = Math.min(window.toMs, at);
      const goneAfterMs = evidence?.['goneAfterMs'];
      window.effectMs = typeof goneAfterMs === 'number' ? window.fromMs + goneAfterMs : endMs;
      if (!outlasts(fault)) window.toMs = endMs;
    }
  }
  return [...windows.values()].toSorted((a, b) => a.fromMs - b.fromMs);
}

/** Every fault that held at some time between these. */
export const faultsWithin = (windows: readonly FaultWindow[], from: number, to: number): FaultWindow[] =>
  windows.filter(({ fromMs, toMs }) => fromMs <= to && toMs >= from);

/** The fault that held between these, if it was the only one: what either of two may have done is laid to neither. */
export function onlyFaultWithin(
  windows: readonly FaultWindow[],
  from: number,
  to: number,
): FaultWindow | undefined {
  const [one, ...others] = faultsWithin(windows, from, to);
  return others.length === 0 ? one : undefined;
}
