import { faultsWithin, onlyFaultWithin, type FaultWindow } from './faults.ts';
import type { Finding, Lost } from './finding.ts';
import type { AnomalyTime, Charge } from './judgement.ts';
import type { AnomalyKind } from './catalogue.ts';

const SECOND_MS = 1000;

/** When, where and during which fault anomalies were met: all of them, also those that keep no witness. */
export class Occurrences {
  readonly #all: {
    kind: AnomalyKind;
    atMs: number;
    fromMs: number;
    toMs: number;
    instance?: string;
    atOneInstance: boolean;
    lost: Lost | undefined;
  }[] = [];

  add(kind: AnomalyKind, { seen, from, to, shownBy, lost }: Omit<Finding, 'describe'>): void {
    const where = seen.instance === undefined ? {} : { instance: seen.instance };
    const atOneInstance = shownBy !== undefined && shownBy === seen.instance;
    this.#all.push({ kind, atMs: seen.end, fromMs: from, toMs: to, ...where, atOneInstance, lost });
  }

  lost(): Lost[] {
    return this.#all.flatMap(({ lost }) => lost ?? []);
  }

  /** By what may have brought them about. `isUnsaved`: the app itself counted as many that were never saved. */
  charges(windows: readonly FaultWindow[], isUnsaved: (lost: Lost) => boolean): Charge[] {
    const charges = new Map<string, Charge>();
    for (const { kind, fromMs, toMs, atOneInstance, lost } of this.#all) {
      const faults = faultsWithin(windows, fromMs, toMs).map(({ id }) => id);
      const unsaved = lost !== undefined && isUnsaved(lost);
      const key = JSON.stringify([kind, atOneInstance, faults]);
      const charge = charges.get(key);
      if (charge === undefined)
        charges.set(key, {
          kind,
          faults,
          ...(atOneInstance && { atOneInstance: true as const }),
          count: 1,
          unsaved: Number(unsaved),
        });
      else {
        charge.count++;
        if (unsaved) charge.unsaved++;
      }
    }
    return [...charges.values()];
  }

  /** In order of time. */
  times(windows: readonly FaultWindow[]): AnomalyTime[] {
    const times = new Map<string, AnomalyTime>();
    for (const { kind, atMs: seenMs, fromMs, toMs, instance } of this.#all) {
      const atMs = Math.floor(seenMs / SECOND_MS) * SECOND_MS;
      const fault = onlyFaultWithin(windows, fromMs, toMs)?.id;
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
