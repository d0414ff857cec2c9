import type { FaultLine } from '../../protocol/history.ts';

export interface FaultWindow {
  id: string;
  fromMs: number;
  /** Infinity: it did not heal within the experiment. */
  toMs: number;
}

/** When each fault held. One that failed to take effect has no window. */
export function faultWindows(lines: readonly FaultLine[]): FaultWindow[] {
  const windows = new Map<string, FaultWindow>();
  for (const { id, phase, at } of lines) {
    if (phase === 'failed') windows.delete(id);
    else if (phase === 'onset') windows.set(id, { id, fromMs: at, toMs: windows.get(id)?.toMs ?? Infinity });
    else {
      const window = windows.get(id);
      if (window !== undefined) window.toMs = Math.min(window.toMs, at);
    }
  }
  return [...windows.values()].toSorted((a, b) => a.fromMs - b.fromMs);
}

/** The first fault that held at some time between these. */
export const faultWithin = (
  windows: readonly FaultWindow[],
  from: number,
  to: number,
): FaultWindow | undefined => windows.find(({ fromMs, toMs }) => fromMs <= to && toMs >= from);
