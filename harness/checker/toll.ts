import { faultsWithin, type FaultWindow } from './faults.ts';
import type { Finding } from './finding.ts';
import type { SessionFacts } from './facts/session.ts';
import { endsSession, sawPresence, tookEffect } from './facts/effects.ts';
import { Growing } from './growing.ts';
import type { FaultToll } from './judgement.ts';

/**
 * What each fault cost: how many sessions were there before it, and how many of them it took. Only sessions whose end
 * is known are counted: those that were lost, and those that were seen once the fault had certainly had its effect. An
 * answer to what was sent between its onset and then may come from before it.
 */
export class Toll {
  readonly #born = new Growing();
  readonly #seenLast = new Growing();
  readonly #lostFrom = new Growing();
  readonly #lostTo = new Growing();
  readonly #lostBorn = new Growing();

  session({ born, ops, life }: SessionFacts): void {
    if (born === undefined) return;
    let gone = Infinity;
    for (const op of ops) if (endsSession(op) && tookEffect(op)) gone = Math.min(gone, op.start);
    for (const { kind, absences } of life.outages)
      if (kind === 'lost') gone = Math.min(gone, absences[0]?.start ?? gone);
    let seenLast = -Infinity;
    for (const op of ops) if (sawPresence(op) && op.start < gone) seenLast = Math.max(seenLast, op.start);
    this.#born.push(born.end);
    this.#seenLast.push(seenLast);
  }

  /** Sessions that were looked at elsewhere. */
  absorb({ born, seenLast }: { born: Float64Array; seenLast: Float64Array }): void {
    for (const [at, atMs] of born.entries()) {
      this.#born.push(atMs);
      this.#seenLast.push(seenLast[at] as number);
    }
  }

  sessions(): { born: Float64Array<ArrayBuffer>; seenLast: Float64Array<ArrayBuffer> } {
    return { born: this.#born.all(), seenLast: this.#seenLast.all() };
  }

  lost({ from, to, born }: Pick<Finding, 'from' | 'to' | 'born'>): void {
    if (born === undefined) return;
    this.#lostFrom.push(from);
    this.#lostTo.push(to);
    this.#lostBorn.push(born);
  }

  /** A session that either of two faults may have taken is charged to neither, nor was it there for them to take. */
  of(windows: readonly FaultWindow[]): FaultToll[] {
    const lost = windows.map(() => 0);
    for (let i = 0; i < this.#lostFrom.length; i++) {
      const born = this.#lostBorn.at(i);
      const takers = faultsWithin(windows, this.#lostFrom.at(i), this.#lostTo.at(i))
        // One that was made while a fault held was not there to be taken by it.
        .filter(({ fromMs }) => born < fromMs);
      const [taker] = takers;
      if (taker === undefined || takers.length > 1) continue;
      const at = windows.indexOf(taker);
      lost[at] = (lost[at] ?? 0) + 1;
    }
    return windows.map(({ id, fromMs, effectMs }, at) => {
      let kept = 0;
      for (let i = 0; i < this.#born.length; i++)
        if (this.#born.at(i) < fromMs && this.#seenLast.at(i) > effectMs) kept++;
      const sessionsLost = lost[at] ?? 0;
      return { id, sessionsBefore: kept + sessionsLost, sessionsLost };
    });
  }
}
