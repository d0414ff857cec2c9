import { faultWithin, type FaultWindow } from './faults.ts';
import type { Finding } from './finding.ts';
import type { SessionFacts } from './facts/session.ts';
import { endsSession, sawAbsence, sawPresence, tookEffect } from './facts/terms.ts';
import { Growing } from './growing.ts';
import type { FaultToll } from './judgement.ts';

/** What each fault cost: how many sessions were there before it, and how many of them it took. */
export class Toll {
  readonly #born = new Growing();
  readonly #until = new Growing();
  readonly #lostFrom = new Growing();
  readonly #lostTo = new Growing();
  readonly #lostBorn = new Growing();

  /** A session counts for a fault if it was acknowledged before the onset and asked for, unended, after it. */
  session({ born, ops, life }: SessionFacts): void {
    if (born === undefined) return;
    let until = -Infinity;
    for (const op of ops) if (sawPresence(op) || sawAbsence(op)) until = Math.max(until, op.end);
    for (const op of ops) if (endsSession(op) && tookEffect(op)) until = Math.min(until, op.start);
    for (const { kind, absences } of life.outages)
      if (kind === 'lost') until = Math.min(until, absences[0]?.end ?? until);
    this.#born.push(born.end);
    this.#until.push(until);
  }

  lost({ from, to, born }: Finding): void {
    if (born === undefined) return;
    this.#lostFrom.push(from);
    this.#lostTo.push(to);
    this.#lostBorn.push(born);
  }

  of(windows: readonly FaultWindow[]): FaultToll[] {
    const lost = new Map<FaultWindow, number>();
    for (let i = 0; i < this.#lostFrom.length; i++) {
      const window = faultWithin(windows, this.#lostFrom.at(i), this.#lostTo.at(i));
      // One that was made while the fault held was not there to be taken.
      if (window !== undefined && this.#lostBorn.at(i) < window.fromMs)
        lost.set(window, (lost.get(window) ?? 0) + 1);
    }
    return windows.map((window) => {
      let sessionsBefore = 0;
      for (let i = 0; i < this.#born.length; i++)
        if (this.#born.at(i) < window.fromMs && this.#until.at(i) >= window.fromMs) sessionsBefore++;
      return { id: window.id, sessionsBefore, sessionsLost: lost.get(window) ?? 0 };
    });
  }
}
