import type { ExperimentLine, FaultLine, OperationLine, StarvedLine, Value } from '../../protocol/history.ts';
import { ServiceMeter } from '../service/meter.ts';
import { ttlPolicyOf } from '../model/ttl-policy.ts';
import type { Judge, ServedJudgement, UnsavedInterval } from './judgement.ts';
import { Findings } from './findings.ts';
import { withService } from './service.ts';
import { SessionsJudge } from './sessions-judge.ts';
import { decideAll } from './share/decide-all.ts';
import type { Looked } from './share/found.ts';
import type { Share } from './share/share.ts';
import type { Others } from './share/others.ts';
import { Tally } from './tally.ts';

/** Judges one experiment, operation by operation; sessions that are finished are judged and let go. */
export const judge = (experiment: ExperimentLine, faults: readonly FaultLine[] = []): Judge =>
  new ExperimentJudge(experiment, faults);

/** Judges one experiment, with others who judge the sessions that are not of this share. */
export const judgeWithOthers = (experiment: ExperimentLine, share: Share): ExperimentJudge =>
  new ExperimentJudge(experiment, [], share);

export class ExperimentJudge implements Judge {
  readonly #experiment: ExperimentLine;
  readonly #sessions: SessionsJudge;
  readonly #tally = new Tally();
  readonly #service: ServiceMeter;
  /** What was found in all shares, where there are several. */
  #together: Findings | undefined;

  constructor(experiment: ExperimentLine, faults: readonly FaultLine[], share?: Share) {
    this.#experiment = experiment;
    this.#sessions = new SessionsJudge(experiment, faults, share);
    this.#service = new ServiceMeter(experiment);
    for (const fault of faults) this.#service.fault(fault);
  }

  operation(op: OperationLine, line = 0): void {
    this.#tally.add(op);
    this.#service.operation(op);
    this.#sessions.operation(op, line);
  }

  fault(fault: FaultLine): void {
    this.#sessions.findings.faults.push(fault);
    this.#service.fault(fault);
  }

  unsaved(interval: UnsavedInterval): void {
    this.#sessions.findings.unsaved.push(interval);
  }

  starved(line: StarvedLine): void {
    this.#service.starved(line);
  }

  spoil(reason: string): void {
    if (this.#together === undefined) this.#sessions.spoil(reason);
    else this.#together.doubts.spoil(reason, Infinity);
  }

  settle(how: { complete: boolean } = { complete: true }): void {
    this.#sessions.settle(how);
  }

  suspects(): ReadonlySet<Value> {
    return this.#sessions.suspects();
  }

  lookAgain(op: OperationLine): void {
    this.#sessions.findings.suspects.look(op);
  }

  /** What the others saw and never wrote is looked for as well. */
  hear(others: readonly Looked[]): void {
    for (const { seen } of others) this.#sessions.findings.suspects.absorb(seen.writers.keys());
  }

  /** Puts together what was found in all shares, each decided by what is known of all. */
  async join(others: Others, index: number, looked: readonly Looked[]): Promise<void> {
    const { findings } = this.#sessions;
    const { seen, told } = decideAll([{ seen: findings.seen(), undecided: findings.undecided() }, ...looked]);
    const elsewhere = others.decide(index, seen, told.slice(1));
    const here = findings.found(seen, told[0] ?? []);
    const together = new Findings(
      this.#experiment.experiment,
      ttlPolicyOf(this.#experiment),
      findings.faults,
    );
    together.unsaved.push(...findings.unsaved);
    together.doubts.complete = findings.doubts.complete;
    together.absorb([here, ...(await elsewhere)]);
    this.#together = together;
  }

  finish(how: { complete: boolean } = { complete: true }): ServedJudgement {
    this.settle(how);
    const findings = this.#together ?? this.#sessions.findings;
    const { complete, spoiled } = findings.doubts;
    return withService(findings.conclude(this.#tally), this.#service.finish(), { spoiled, complete });
  }
}
