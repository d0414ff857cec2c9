import { faultWithin, type FaultWindow } from './faults.ts';
import type { Finding } from './finding.ts';
import type { AnomalyTime } from './judgement.ts';
import type { AnomalyKind } from '../model/kinds.ts';

const SECOND_MS = 1000;

/** When, where and during which fault anomalies were met: all of them, also those that keep no witness. */
export class Occurrences {
  readonly #all: { kind: AnomalyKind; atMs: number; fromMs: number; toMs: number; instance?: string }[] = [];

  add(kind: AnomalyKind, { seen, from, to }: Finding): void {
    const where = seen.instance === undefined ? {} : { instance: seen.instance };
    this.#all.push({ kind, atMs: seen.end, fromMs: from, toMs: to, ...where });
  }

  /** In order of time. */
  times(windows: readonly FaultWindow[]): AnomalyTime[] {
    const times = new Map<string, AnomalyTime>();
    for (const { kind, atMs: seenMs, fromMs, toMs, instance } of this.#all) {
      const atMs = Math.floor(seenMs / SECOND_MS) * SECOND_MS;
      const fault = faultWithin(windows, fromMs, toMs)?.id;
      const key = JSON.stringify([atMs, kind, instance, fault]);
      const time = times.get(key);
      if (time === undefined)
        times.set(key, {
          kind,
          atMs,
          ...(instance !== undefined && { instance }),
          ...(fault !== undefined && { fault }),
          count: 1,
        });
      else time.count++;
    }
    return [...times.values()].toSorted((a, b) => a.atMs - b.atMs);
  }
}
