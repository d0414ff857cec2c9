import type { ServedJudgement } from '../checker/judgement.ts';
import { BUSY } from '../model/busy.ts';
import type { BreakpointStep } from '../model/results.ts';
import { BY_CHANCE, LEAST_ASKED } from '../service/objective.ts';
import type { StepSeen } from '../stats/steps.ts';
import { counted, formatMs, formatPercent } from '../units.ts';
import { stallIn } from './stall.ts';

/** More of a step may not take longer than its limit: the 99th percentile is then above it. */
const SLOW_SHARE = 0.01;
/** Of what was due in a step, so much must have been sent for it to have been tried. */
const SENT_SHARE = 0.9;
/** Later than this by itself, and the generator's own lateness is what is measured. */
const LATENESS_LIMIT_MS = 20;
/** But where it is less than this share of what is beyond the limit, it explains nothing of it. */
const EXPLAINING_SHARE = 0.1;
/** In percent: k6 that wants so much of the processors has all that it can use; */
const GENERATOR_FULL = 80;
/** an app that waited for so much of the time had another machine than it was to have. */
const APP_SHORT = 40;
/** With so many times as many requests in flight, an app that still has room serves more by a quarter of that at least. */
const [MORE_IN_FLIGHT, GAINED_SHARE] = [1.5, 0.25];

export interface BreakpointContext {
  steps: readonly StepSeen[];
  judged: ServedJudgement;
  p99LimitMs: number;
  clients: number;
  figures: Readonly<Record<string, number>>;
  /** What spoils the whole experiment. */
  problem: string | undefined;
}

type Finding = Pick<BreakpointStep, 'outcome' | 'by' | 'why' | 'stalled'>;

/** Whether one rate held, and if not, by what; what is not the subject's doing is unknown. `held` is the last that held. */
export function findingOf(
  step: StepSeen,
  index: number,
  held: BreakpointStep | undefined,
  context: BreakpointContext,
): Finding {
  const { judged, p99LimitMs } = context;
  const { unservedAllowed } = judged.availability;
  const { asked, unserved, served, slow } = step;
  if (asked === 0) return { outcome: 'unknown', why: 'no client came to it' };
  const kinds = anomaliesIn(step, judged);
  if (kinds.length > 0)
    return { outcome: 'broke', by: 'anomaly', why: `where clients met ${kinds.join(', ')}` };
  const allowed = Math.max(unservedAllowed * asked, BY_CHANCE);
  const other = () => otherCause(step, index, context);
  if (unserved > allowed) {
    const share = `${formatPercent(unserved / asked)} of ${counted(asked, 'operation')} not served, where ${formatPercent(unservedAllowed)} may be`;
    const service = judged.checkers.find(({ checker }) => checker === 'unserved');
    const excuse =
      (service?.verdict === 'unknown' ? service.reason : undefined) ??
      // What was refused or answered with an error was the app's own doing, whoever was short of time.
      (unserved - step.timedOut > allowed ? undefined : other());
    if (excuse !== undefined) return { outcome: 'unknown', by: 'unserved', why: excuse };
    return stalled(step, 'unserved', context) ?? { outcome: 'broke', by: 'unserved', why: `with ${share}` };
  }
  const isSlow = slow > Math.max(SLOW_SHARE * served, BY_CHANCE);
  const isWhole = asked >= SENT_SHARE * Math.floor((step.rate * (step.toMs - step.fromMs)) / 1000);
  if (isSlow || !isWhole) {
    const excuse = other() ?? tooFewClients(step, held, context);
    if (excuse !== undefined) return { outcome: 'unknown', by: 'latency', why: excuse };
    const why = isSlow
      ? `with p99 ${formatMs(step.p99Ms ?? 0)} where ${formatMs(p99LimitMs)} may be`
      : 'where clients were so far behind that they gave up';
    return (
      (isWhole ? stalled(step, 'latency', context) : undefined) ?? { outcome: 'broke', by: 'latency', why }
    );
  }
  return served >= LEAST_ASKED
    ? { outcome: 'held' }
    : { outcome: 'unknown', why: `too little was asked: ${counted(served, 'operation')}` };
}

/** What one stall of the machine or of the app would have made of a step that it holds is not said of its rate. */
function stalled(
  step: StepSeen,
  by: 'latency' | 'unserved',
  { judged }: BreakpointContext,
): Finding | undefined {
  const { unservedAllowed } = judged.availability;
  const stall = stallIn(step, { slowShare: SLOW_SHARE, unservedShare: unservedAllowed });
  if (stall === undefined) return undefined;
  const why = `all that was too slow or not served at ${Math.round(step.rate)}/s was due within ${formatMs(stall.toMs - stall.fromMs)}, from ${formatMs(stall.fromMs)} on, as one stall makes it; the same again, or longer steps, would tell`;
  return { outcome: 'unknown', by, why, stalled: true };
}

/** Kinds of anomalies that clients met in a second which the step has part in. */
function anomaliesIn({ fromMs, toMs }: StepSeen, { anomalyTimes }: ServedJudgement): string[] {
  const found = anomalyTimes.filter(
    ({ kind, atMs }) => kind !== 'unserved' && atMs < toMs && atMs + 1000 > fromMs,
  );
  return [...new Set(found.map(({ kind }) => kind))];
}

/** Why the step may say nothing of the subject: k6, or the machine under both. */
function otherCause(
  step: StepSeen,
  index: number,
  { figures, p99LimitMs }: BreakpointContext,
): string | undefined {
  const lateMs = step.latenessP99Ms ?? 0;
  const beyondMs = (step.p99Ms ?? 0) - p99LimitMs;
  if (lateMs > LATENESS_LIMIT_MS && lateMs > EXPLAINING_SHARE * beyondMs)
    return `k6 itself sent 1 % of the operations ${formatMs(lateMs)} late or more there; a machine with more to give, or several generators, would tell`;
  const wanted = figures[BUSY.generator(index + 1)] ?? 0;
  if (wanted >= GENERATOR_FULL)
    return `k6 wanted ${Math.round(wanted)} % of all processors there, and was itself the bottleneck; a machine with more of them, or several generators, would tell`;
  const waited = figures[BUSY.appWaited(index + 1)] ?? 0;
  if (waited >= APP_SHORT)
    return `the app waited ${Math.round(waited)} % of the time there for a processor that others had; a machine with more of them would tell`;
  return undefined;
}

/**
 * Each client waits for its answer before it asks again. Where answers came in time and yet all clients were late, an app
 * that served no more with more requests in flight was full; any other could have served more clients.
 */
function tooFewClients(
  { slowFromSend, served, inFlight, endedPerSecond }: StepSeen,
  held: BreakpointStep | undefined,
  { clients }: BreakpointContext,
): string | undefined {
  if (slowFromSend > Math.max(SLOW_SHARE * served, BY_CHANCE)) return undefined;
  const more = `its ${counted(clients, 'client')} were all waiting for answers there, which came in time; more of them would tell: --clients ${clients * 4}`;
  if (held === undefined || held.inFlight === 0) return more;
  const times = inFlight / held.inFlight;
  const gained = endedPerSecond / held.endedPerSecond - 1;
  return times >= MORE_IN_FLIGHT && gained < GAINED_SHARE * (times - 1) ? undefined : more;
}
