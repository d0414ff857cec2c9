import type { FaultLine } from '../../protocol/history.ts';

/** A fault as its subject's clients may have felt it. */
export interface Outage {
  id: string;
  kind: string;
  fromMs: number;
  /** Infinity: it did not end within the experiment. */
  endMs: number;
}

/**
 * In order of their onset. One that ends while another is at work is over with that: nobody can tell sooner whether the
 * subject came back. One that did not take effect, or could not be undone, ended when that was seen.
 */
export function outagesOf(faults: readonly FaultLine[]): Outage[] {
  const outages = new Map<string, Outage>();
  for (const { id, fault, phase, at } of faults) {
    const outage = outages.get(id);
    if (phase === 'onset') outages.set(id, { id, kind: fault, endMs: Infinity, ...outage, fromMs: at });
    else if (outage === undefined) outages.set(id, { id, kind: fault, fromMs: at, endMs: at });
    else outage.endMs = Math.min(outage.endMs, at);
  }
  return together([...outages.values()].toSorted((a, b) => a.fromMs - b.fromMs));
}

function together(outages: readonly Outage[]): Outage[] {
  return outages.map((outage) => {
    let { endMs } = outage;
    // In the order of their onset each goes on from where the ones before it end.
    for (const { fromMs, endMs: itsMs } of outages) if (fromMs < endMs && itsMs > endMs) endMs = itsMs;
    return { ...outage, endMs };
  });
}
