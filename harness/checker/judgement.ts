import type { FaultLine, OperationLine, StarvedLine, Value } from '../../protocol/history.ts';
import type { ServiceJudgement } from '../service/meter.ts';
import type { HistoryProblem } from '../history/problem.ts';
import type { AnomalyKind } from './catalogue.ts';
import type { Anomaly, ExperimentResult, Verdict } from '../model/results.ts';

/** How many anomalies of a kind are kept with their witness. All are counted. */
export const WITNESSES_PER_KIND = 20;

export interface CheckerJudgement {
  checker: AnomalyKind;
  verdict: Verdict;
  /** Why it is unknown. */
  reason?: string;
  /** Anomalies found. */
  count: number;
  /** Occasions on which the anomaly would have shown. 0: nothing was tested, and the verdict is not a pass. */
  tested: number;
}

export type LossKind = 'lost-session' | 'lost-write' | 'lost-update' | 'early-expiry';
export interface Loss {
  atMs: number;
  kind: LossKind;
  session: string;
}

/** Anomalies of one kind, by what may have brought them about. */
export interface Charge {
  kind: AnomalyKind;
  /** The ids of all faults that were at work between what shows that it was well and what shows that it was not. */
  faults: string[];
  /** The instance that did not find it is the one that had last shown it: no other need have shared anything. */
  atOneInstance?: true;
  count: number;
  /** Of these, the ones whose update the app acknowledged and never saved. */
  unsaved: number;
}

/** Anomalies of one kind that clients met in one second, at one instance, with one fault at work; or with none, or several. */
export interface AnomalyTime {
  kind: AnomalyKind;
  /** The beginning of that second. */
  atMs: number;
  instance?: string;
  /** The id of the fault. */
  fault?: string;
  count: number;
}

export interface FaultToll {
  id: string;
  /** Sessions acknowledged before the onset that it took, or that were seen after it had its effect. */
  sessionsBefore: number;
  sessionsLost: number;
}

export interface Judgement {
  /** One for each kind of anomaly, in the order of the catalogue. */
  checkers: CheckerJudgement[];
  anomalyCounts: Partial<Record<AnomalyKind, number>>;
  /** All of them, by what may have brought them about. */
  charges: Charge[];
  /** The earliest of each kind. */
  anomalies: Anomaly[];
  /** All of them, in order of time. */
  anomalyTimes: AnomalyTime[];
  counts: ExperimentResult['counts'];
  /** All of them, in order of time. */
  losses: Loss[];
  perFault: FaultToll[];
  /** What only the judge can see to be wrong: a value written twice, a session that went on after its last line. */
  problems: HistoryProblem[];
}

/** With whether the subject served at all. */
export interface ServedJudgement extends Judgement, Pick<ServiceJudgement, 'availability' | 'recoveries'> {}

/** A stretch of time in which the app itself counted acknowledgements whose save had failed. */
export interface UnsavedInterval {
  /** How many: so many losses it can explain, and no more. 1 where not given. */
  count?: number;
  fromMs: number;
  toMs: number;
  /** Absent: any instance. */
  instance?: string;
  layer?: 'server' | 'driver' | 'middleware';
  /** Such as `ECONNREFUSED`. */
  error?: string;
}

export interface Judge {
  operation(op: OperationLine, line?: number): void;
  fault(fault: FaultLine): void;
  unsaved(interval: UnsavedInterval): void;
  starved(line: StarvedLine): void;
  /** Makes every verdict of the experiment unknown, failures too: what was found may be the defect's doing. */
  spoil(reason: string): void;
  /**
   * Judges every session that is still open. `complete`: the end line was seen, so no operation is missing. After
   * it, `suspects` are the values that were seen and that no session is known to have written; whoever can read the
   * history again hands its operations to `lookAgain`, to tell another session's values from nobody's.
   */
  settle(how?: { complete: boolean }): void;
  suspects(): ReadonlySet<Value>;
  lookAgain(op: OperationLine): void;
  /** Settles, if that was not done, and concludes. */
  finish(how?: { complete: boolean }): ServedJudgement;
}
