import type { ExperimentLine, FaultLine, OperationLine } from '../../protocol/history.ts';
import { answerInWords, serviceOf } from '../../protocol/service.ts';
import type { Availability, Recovery, Verdict } from '../model/results.ts';
import { Asked, type Unserved } from './asked.ts';
import { outagesOf } from './outage.ts';
import { answersOf, askedIn, byInstance, phaseOf, stretchesOf, sumOf, unservedIn } from './phases.ts';
import { feltOf, type Felt } from './recovery.ts';
import { LEAST_ASKED, MISHAPS, serviceTermsOf, type ServiceTerms } from './terms.ts';
import { didNotRecover, notServed, tooFewToTell, type ServiceFinding } from './words.ts';

export type { ServiceFinding };

/** Of a second's unserved operations, so many of one answer are kept to be shown. */
const SHOWN_A_SECOND = 3;

export interface ServiceJudgement {
  availability: Availability;
  /** By the id of the fault. */
  recoveries: ReadonlyMap<string, Recovery & { unavailableMs?: number }>;
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
  readonly #terms: ServiceTerms;
  readonly #asked = new Asked();
  readonly #faults: FaultLine[] = [];
  /** Unserved ones after which nothing has been served so far. */
  #waiting: Unserved[] = [];
  #lastServed: OperationLine | undefined;
  #second = -Infinity;
  readonly #shown = new Map<string, number>();

  constructor(experiment: ExperimentLine) {
    this.#terms = serviceTermsOf(experiment);
  }

  fault(line: FaultLine): void {
    this.#faults.push(line);
  }

  operation(op: OperationLine): void {
    const service = serviceOf(op);
    if (service === undefined) return;
    if (service === 'served') {
      this.#asked.served(op);
      if (this.#waiting.length > 0) this.#servedAgain(op);
      this.#lastServed = op;
      return;
    }
    const answer = answerInWords(op);
    const shown = this.#isShown(answer, op.end) ? { op, before: this.#lastServed } : undefined;
    const { start, end, instance } = op;
    const unserved: Unserved = { start, end, service, answer, instance, againMs: undefined, shown };
    this.#asked.notServed(unserved);
    this.#waiting.push(unserved);
  }

  finish(): ServiceJudgement {
    const terms = this.#terms;
    const unserved = this.#asked.unserved.toSorted((a, b) => a.start - b.start);
    const felt = feltOf(outagesOf(this.#faults), this.#asked, unserved, terms);
    const stretches = stretchesOf(felt, this.#asked, unserved);
    const phases = stretches.map((stretch) => phaseOf(stretch, this.#asked));
    const outside = sumOf(phases.filter(({ phase }) => phase !== 'during'));
    const outsideUnserved = stretches.flatMap((each) => (each.phase === 'during' ? [] : each.unserved));
    const [asked, failed] = [askedIn(outside), unservedIn(outside)];
    const isOver = asked >= LEAST_ASKED && failed > terms.unservedAllowed * asked;
    const lasting = felt.filter(({ verdict }) => verdict === 'fail');
    const findings = [
      ...(isOver && failed > MISHAPS ? [notServed(outside, outsideUnserved, felt.length > 0)] : []),
      ...lasting.map((each) => didNotRecover(each, terms)),
    ];
    const open = [
      ...felt.flatMap(({ verdict, outage, reason }) =>
        verdict === 'unknown'
          ? [`whether the app recovered from ${outage.kind} is not known: ${reason}`]
          : [],
      ),
      ...(isOver && failed <= MISHAPS ? [tooFewToTell(outside, outsideUnserved, terms)] : []),
    ];
    const instances = byInstance(this.#asked.servedBetween(-Infinity, Infinity), unserved);
    return {
      availability: {
        ...terms,
        total: sumOf(instances),
        outside,
        answers: answersOf(unserved),
        instances,
        phases,
        says: findings.map(({ summary }) => summary),
      },
      recoveries: new Map(felt.map((each) => [each.outage.id, asRecovery(each)])),
      findings,
      ...verdictOf({ findings, open, asked }),
      tested: asked >= LEAST_ASKED ? asked : 0,
      count: findings.reduce((sum, { count }) => sum + count, 0),
    };
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

function asRecovery(felt: Felt): Recovery & { unavailableMs?: number } {
  const { outage, verdict, reason, awayMs, againMs } = felt;
  const again = againMs === undefined ? {} : { againMs, toRecoveryMs: Math.max(0, againMs - outage.endMs) };
  const away = againMs === undefined || awayMs === undefined ? {} : { unavailableMs: againMs - awayMs };
  const never = awayMs === undefined && verdict === 'pass' ? { toRecoveryMs: 0, unavailableMs: 0 } : {};
  return { verdict, ...again, ...away, ...never, ...(reason === undefined ? {} : { reason }) };
}
