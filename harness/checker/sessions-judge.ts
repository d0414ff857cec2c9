import type { ExperimentLine, FaultLine, OperationLine, Value } from '../../protocol/history.ts';
import { messageOf } from '../errors.ts';
import { isSequential } from './facts/session.ts';
import { Family, type OpenSession } from './family.ts';
import { FinishedSessions } from './finished-sessions.ts';
import { Findings } from './findings.ts';
import { Unsplittable, type Share } from './share/share.ts';
import { ttlPolicyOf } from '../model/ttl-policy.ts';

/** Operations between two looks for sessions that have fallen silent. */
const SWEEP_EVERY = 4096;

/** Sessions that are judged when all else was read come after all others, in the order in which they began. */
const SETTLED = 2 ** 41;

/** Judges sessions of one experiment, all or a share of them; those that are finished are judged and let go. */
export class SessionsJudge {
  readonly findings: Findings;
  readonly #share: Share | undefined;
  readonly #silentMs: number;
  readonly #open = new Map<string, OpenSession>();
  readonly #finished = new FinishedSessions();
  #latestEnd = -Infinity;
  #sinceSweep = 0;
  #line = 0;

  /** Throws `Unsplittable` where the sessions of this experiment cannot be judged in shares. */
  constructor(experiment: ExperimentLine, faults: readonly FaultLine[], share?: Share) {
    const { silentMs } = experiment;
    // When a session is let go for its silence hangs on the operations of all.
    if (share !== undefined && silentMs !== undefined)
      throw new Unsplittable('sessions are let go by silence');
    this.#silentMs = silentMs ?? Infinity;
    this.#share = share;
    const policy = ttlPolicyOf(experiment);
    this.findings = new Findings(experiment.experiment, policy, faults, { isPart: share !== undefined });
  }

  operation(op: OperationLine, line: number): void {
    this.#line = line;
    if (this.#share !== undefined && !this.#share.has(op.session)) return;
    const session = this.#file(op, line);
    if (op.op === 'regenerate' && op.next !== undefined) {
      if (this.#share?.has(op.next) === false)
        throw new Unsplittable(`session ${op.next} was made out of ${op.session}`);
      const next = this.#file(creationOfNext(op, op.next), line);
      next?.makers.push(op);
      if (session !== undefined && next !== undefined) Family.join(session, next);
    }
    if (op.last === true) this.#letGo(op.session, line);
    if (op.end > this.#latestEnd) this.#latestEnd = op.end;
    if (this.#silentMs !== Infinity && ++this.#sinceSweep >= SWEEP_EVERY) this.#sweep();
  }

  spoil(reason: string): void {
    // After what the line before it brought to light.
    this.findings.doubts.spoil(reason, this.#line + 0.5);
  }

  settle({ complete }: { complete: boolean } = { complete: true }): void {
    this.findings.doubts.complete &&= complete;
    for (const [name, { family, lines }] of this.#open) {
      // An operation in flight at the cut is missing. Of one client's sequence it would be the last and change
      // nothing before it; beside others it may be what explains them.
      if (!complete && !isAlone(family.sessions.flatMap(({ ops }) => ops)))
        for (const { name } of family.sessions) this.#open.delete(name);
      else this.#letGo(name, SETTLED + (lines[0] ?? 0));
    }
    this.#line = SETTLED * 1.5;
  }

  suspects(): ReadonlySet<Value> {
    return this.findings.suspects.values();
  }

  #file(op: OperationLine, line: number): OpenSession | undefined {
    let session = this.#open.get(op.session);
    if (session === undefined) {
      if (this.#finished.has(op.session)) {
        this.findings.doubts.wentOn(op.session, line);
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
      if (lastEnd < this.#latestEnd - this.#silentMs) this.#letGo(name, this.#line);
  }

  #letGo(name: string, place: number): void {
    const session = this.#open.get(name);
    if (session === undefined) return;
    this.#open.delete(name);
    this.#finished.add(name);
    // One order has to explain sessions of which one was made out of the other.
    const { family } = session;
    if (family.sessions.some((other) => this.#open.has(other.name))) return;
    this.findings.place = place;
    try {
      this.findings.family(family.sessions);
    } catch (error) {
      this.findings.doubts.spoil(`the judge failed on session ${name}: ${messageOf(error)}`, place);
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
