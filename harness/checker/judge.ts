import type { ExperimentLine, FaultLine, OperationLine, StarvedLine, Value } from '../../protocol/history.ts';
import { isSequential } from './facts/session.ts';
import { Family, type OpenSession } from './family.ts';
import { ServiceMeter } from '../service/meter.ts';
import type { Judge, ServedJudgement, UnsavedInterval } from './judgement.ts';
import { FinishedSessions } from './finished-sessions.ts';
import { Findings } from './findings.ts';
import { withService } from './service.ts';
import { Tally } from './tally.ts';
import { ttlPolicyOf, type TtlPolicy } from '../model/ttl-policy.ts';

/** Operations between two looks for sessions that have fallen silent. */
const SWEEP_EVERY = 4096;

/** Judges one experiment, operation by operation; sessions that are finished are judged and let go. */
export const judge = (experiment: ExperimentLine, faults: readonly FaultLine[] = []): Judge =>
  new ExperimentJudge(experiment, faults);

class ExperimentJudge implements Judge {
  readonly #policy: TtlPolicy;
  readonly #silentMs: number;
  readonly #open = new Map<string, OpenSession>();
  readonly #finished = new FinishedSessions();
  readonly #tally = new Tally();
  readonly #findings: Findings;
  readonly #service: ServiceMeter;
  #latestEnd = -Infinity;
  #sinceSweep = 0;

  constructor(experiment: ExperimentLine, faults: readonly FaultLine[]) {
    this.#policy = ttlPolicyOf(experiment);
    this.#silentMs = experiment.silentMs ?? Infinity;
    this.#findings = new Findings(experiment.experiment, this.#policy, faults);
    this.#service = new ServiceMeter(experiment);
    for (const fault of faults) this.#service.fault(fault);
  }

  operation(op: OperationLine, line = 0): void {
    this.#tally.add(op);
    this.#service.operation(op);
    const session = this.#file(op, line);
    if (op.op === 'regenerate' && op.next !== undefined) {
      const next = this.#file(creationOfNext(op, op.next), line);
      next?.makers.push(op);
      if (session !== undefined && next !== undefined) Family.join(session, next);
    }
    if (op.last === true) this.#letGo(op.session);
    if (op.end > this.#latestEnd) this.#latestEnd = op.end;
    if (this.#silentMs !== Infinity && ++this.#sinceSweep >= SWEEP_EVERY) this.#sweep();
  }

  fault(fault: FaultLine): void {
    this.#findings.faults.push(fault);
    this.#service.fault(fault);
  }

  unsaved(interval: UnsavedInterval): void {
    this.#findings.unsaved.push(interval);
  }

  starved(line: StarvedLine): void {
    this.#service.starved(line);
  }

  spoil(reason: string): void {
    this.#findings.doubts.spoil(reason);
  }

  settle({ complete }: { complete: boolean } = { complete: true }): void {
    this.#findings.doubts.complete &&= complete;
    for (const [name, { family }] of this.#open) {
      // An operation in flight at the cut is missing. Of one client's sequence it would be the last and change
      // nothing before it; beside others it may be what explains them.
      if (!complete && !isAlone(family.sessions.flatMap(({ ops }) => ops)))
        for (const { name } of family.sessions) this.#open.delete(name);
      else this.#letGo(name);
    }
  }

  suspects(): ReadonlySet<Value> {
    return this.#findings.suspects.values();
  }

  lookAgain(op: OperationLine): void {
    this.#findings.suspects.look(op);
  }

  finish(how: { complete: boolean } = { complete: true }): ServedJudgement {
    this.settle(how);
    const { complete, spoiled } = this.#findings.doubts;
    return withService(this.#findings.conclude(this.#tally), this.#service.finish(), {
      spoiled,
      complete,
    });
  }

  #file(op: OperationLine, line: number): OpenSession | undefined {
    let session = this.#open.get(op.session);
    if (session === undefined) {
      if (this.#finished.has(op.session)) {
        this.#findings.doubts.wentOn(op.session, line);
        return undefined;
      }
      session = Family.of(op.session);
      this.#open.set(op.session, session);
    }
    session.ops.push(op);
    session.lines.push(line);
    if (op.end > session.lastEnd) session.lastEnd = op.end;
    return session;
  }

  #sweep(): void {
    this.#sinceSweep = 0;
    for (const [name, { lastEnd }] of this.#open)
      if (lastEnd < this.#latestEnd - this.#silentMs) this.#letGo(name);
  }

  #letGo(name: string): void {
    const session = this.#open.get(name);
    if (session === undefined) return;
    this.#open.delete(name);
    this.#finished.add(name);
    // One order has to explain sessions of which one was made out of the other.
    const { family } = session;
    if (family.sessions.some((other) => this.#open.has(other.name))) return;
    try {
      this.#findings.family(family.sessions);
    } catch (error) {
      this.spoil(
        `the judge failed on session ${name}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

/** A regenerate is also the creation of the session that it makes. */
const creationOfNext = (op: OperationLine, next: string): OperationLine => ({
  ...op,
  op: 'create',
  session: next,
  idKept: undefined,
  idChosen: undefined,
  dropped: op.dropped === true ? true : undefined,
  // Answered with another's tag, it may not have been this one's.
  outcome: op.owner === undefined ? op.outcome : 'info',
  owner: undefined,
  refused: undefined,
  strayed: undefined,
  absent: undefined,
  next: undefined,
  carries: undefined,
  last: undefined,
});

const isAlone = (ops: readonly OperationLine[]): boolean =>
  ops.every(({ client }) => client === ops[0]?.client) &&
  isSequential(ops.toSorted((a, b) => a.start - b.start));
