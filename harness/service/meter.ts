import type { ExperimentLine, FaultLine, OperationLine, StarvedLine } from '../../protocol/history.ts';
import { answerInWords, serviceOf, timedOut } from '../../protocol/service.ts';
import type { Availability, FaultResult, Recovery, Verdict } from '../model/results.ts';
import { Asked, type Unserved } from './asked.ts';
import { Stalls } from './stalls.ts';
import { interruptsService } from '../model/faults.ts';
import { outagesOf } from './outage.ts';
import {
  answersOf,
  askedIn,
  byInstance,
  periodOf,
  phaseOf,
  stretchesOf,
  sumOf,
  unservedIn,
} from './phases.ts';
import { impactsOf, type Impact } from './recovery.ts';
import { Shortage } from './shortage.ts';
import { LEAST_ASKED, BY_CHANCE, serviceObjectiveOf, type ServiceObjective } from './objective.ts';
import { unlessShort } from './unless-short.ts';
import { didNotRecover, notServed, tooFewToTell, type ServiceFinding } from './words.ts';

export type { ServiceFinding };

/** Of a second's unserved operations, so many of one answer are kept to be shown. */
const SHOWN_A_SECOND = 3;

/** How long a fault kept clients from being served; see FaultResult. */
export type FaultTime = Pick<FaultResult, 'unavailableMs' | 'noneServedMs'>;

export interface ServiceJudgement {
  availability: Availability;
  /** By the id of the fault. */
  recoveries: ReadonlyMap<string, Recovery & FaultTime>;
  findings: readonly ServiceFinding[];
  verdict: Verdict;
  /** Why it is unknown. */
  reason?: string;
  /** Operations that were asked outside of faults and their recovery, where they are enough to judge by. */
  tested: number;
  /** Operations that were not served and should have been. */
  count: number;
}

/** Takes in what was asked of a subject and what was broken meanwhile, and says whether it served. */
export class ServiceMeter {
  readonly #objective: ServiceObjective;
  readonly #asked = new Asked();
  readonly #faults: FaultLine[] = [];
  readonly #shortage = new Shortage();
  readonly #stalls = new Stalls();
  /** Unserved ones after which nothing has been served so far. */
  #waiting: Unserved[] = [];
  #lastServed: OperationLine | undefined;
  #second = -Infinity;
  readonly #shown = new Map<string, number>();

  constructor(experiment: ExperimentLine) {
    this.#objective = serviceObjectiveOf(experiment);
  }

  fault(line: FaultLine): void {
    if (interruptsService(line.fault)) this.#faults.push(line);
  }

  starved(line: StarvedLine): void {
    this.#shortage.starved(line);
  }

  operation(op: OperationLine): void {
    this.#shortage.operation(op);
    const service = serviceOf(op);
    if (service === undefined) return;
    this.#stalls.operation(op, service === 'served');
    if (service === 'served') {
      this.#asked.served(op);
      this.#shortage.served(op);
      if (this.#waiting.length > 0) this.#servedAgain(op);
      this.#lastServed = op;
      return;
    }
    if (timedOut(op)) this.#shortage.waitedInVain(op);
    const answer = answerInWords(op);
    const shown = this.#isShown(answer, op.end) ? { op, before: this.#lastServed } : undefined;
    const { start, end, instance } = op;
    const unserved: Unserved = {
      start,
      end,
      service,
      answer,
      instance,
      timedOut: timedOut(op),
      againMs: undefined,
      shown,
    };
    this.#asked.notServed(unserved);
    this.#waiting.push(unserved);
  }

  finish(): ServiceJudgement {
    const all = this.#asked.unserved.toSorted((a, b) => a.start - b.start);
    const seen = this.#judge(all, LEAST_ASKED);
    const { findings, excused, reason } = unlessShort(
      seen.findings,
      all,
      this.#shortage,
      (rest) => this.#judge(rest, 1).findings,
    );
    const { asked, outside, phases } = seen;
    const instances = byInstance(this.#asked.servedBetween(-Infinity, Infinity), all);
    const open = [...(reason === undefined ? [] : [reason]), ...seen.open];
    const periods = seen.impacts.map((impact) => periodOf(impact, this.#asked.span.toMs));
    const recoveries = seen.impacts.map((impact, at) => {
      const known = excused.has(impact.outage.id)
        ? { ...impact, verdict: 'unknown' as const, reason }
        : impact;
      const noneServedMs = this.#stalls.longestMs(periods[at] as (typeof periods)[number], periods);
      return [impact.outage.id, { ...asRecovery(known), noneServedMs }] as const;
    });
    return {
      availability: {
        ...this.#objective,
        total: sumOf(instances),
        outside,
        answers: answersOf(all),
        instances,
        phases,
        says: findings.map(({ summary }) => summary),
      },
      recoveries: new Map(recoveries),
      findings,
      ...verdictOf({ findings, open, asked }),
      tested: asked >= LEAST_ASKED ? asked : 0,
      count: findings.reduce((sum, { count }) => sum + count, 0),
    };
  }

  /** What these, in order of their start, say of the subject: all that was not served, or what nothing else explains. */
  #judge(unserved: readonly Unserved[], leastAsked: number) {
    const objective = this.#objective;
    const impacts = impactsOf(outagesOf(this.#faults), this.#asked, unserved, objective);
    const stretches = stretchesOf(impacts, this.#asked, unserved);
    const phases = stretches.map((stretch) => phaseOf(stretch, this.#asked));
    const outside = sumOf(phases.filter(({ phase }) => phase !== 'during'));
    const outsideUnserved = stretches.flatMap((each) => (each.phase === 'during' ? [] : each.unserved));
    const [asked, failed] = [askedIn(outside), unservedIn(outside)];
    const isOver = asked >= leastAsked && failed > objective.unservedAllowed * asked;
    const lasting = impacts.filter(({ verdict }) => verdict === 'fail');
    const findings = [
      ...(isOver && failed > BY_CHANCE ? [notServed(outside, outsideUnserved, impacts.length > 0)] : []),
      ...lasting.map((each) => didNotRecover(each, objective)),
    ];
    const open = [
      ...impacts.flatMap(({ verdict, outage, reason }) =>
        verdict === 'unknown'
          ? [`whether the app recovered from ${outage.kind} is not known: ${reason}`]
          : [],
      ),
      ...(isOver && failed <= BY_CHANCE ? [tooFewToTell(outside, outsideUnserved, objective)] : []),
    ];
    return { impacts, phases, outside, asked, findings, open };
  }

  /** The first one that was served after those that were sent before it; they wait no longer. */
  #servedAgain(op: OperationLine): void {
    const waiting: Unserved[] = [];
    for (const unserved of this.#waiting) {
      if (op.start > unserved.start) {
        unserved.againMs = op.end;
        if (unserved.shown) unserved.shown.again = op;
      } else waiting.push(unserved);
    }
    this.#waiting = waiting;
  }

  #isShown(answer: string, end: number): boolean {
    const second = Math.floor(end / 1000);
    if (second !== this.#second) this.#shown.clear();
    this.#second = second;
    const count = (this.#shown.get(answer) ?? 0) + 1;
    this.#shown.set(answer, count);
    return count <= SHOWN_A_SECOND;
  }
}

function verdictOf(seen: {
  findings: readonly ServiceFinding[];
  open: readonly string[];
  asked: number;
}): Pick<ServiceJudgement, 'verdict' | 'reason'> {
  if (seen.findings.length > 0) return { verdict: 'fail' };
  const [reason] = seen.open;
  if (reason !== undefined) return { verdict: 'unknown', reason };
  return seen.asked >= LEAST_ASKED ? { verdict: 'pass' } : { verdict: 'unknown', reason: TOO_LITTLE };
}

export const TOO_LITTLE = `fewer than ${LEAST_ASKED} operations were asked outside of faults and their recovery`;

function asRecovery(impact: Omit<Impact, 'reason'> & { reason?: string | undefined }): Recovery & FaultTime {
  const { outage, verdict, reason, awayMs, againMs, backMs = againMs } = impact;
  const again = againMs === undefined ? {} : { againMs, toRecoveryMs: Math.max(0, againMs - outage.endMs) };
  // What was served between two faults is no part of the time without the app.
  const away = backMs === undefined || awayMs === undefined ? {} : { unavailableMs: backMs - awayMs };
  const never = awayMs === undefined && verdict === 'pass' ? { toRecoveryMs: 0, unavailableMs: 0 } : {};
  return { verdict, ...again, ...away, ...never, ...(reason === undefined ? {} : { reason }) };
}
