import type { ServedJudgement } from '../checker/judgement.ts';
import type { Breakpoint, BreakpointStep, Verdict } from '../model/results.ts';
import { BUSY } from '../model/busy.ts';
import { BY_CHANCE, LEAST_ASKED } from '../service/objective.ts';
import type { StepSeen } from '../stats/steps.ts';
import { counted, formatCount, formatMs, formatPercent } from '../units.ts';

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

interface Context {
  steps: readonly StepSeen[];
  judged: ServedJudgement;
  p99LimitMs: number;
  clients: number;
  figures: Readonly<Record<string, number>>;
  /** What spoils the whole experiment. */
  problem: string | undefined;
}

type Finding = Pick<BreakpointStep, 'outcome' | 'by' | 'why'>;

/** Up to which rate it held, and by what it did not beyond; what is not the subject's doing is unknown. */
export function breakpointOf(context: Context): Breakpoint {
  const { steps: seen, judged, p99LimitMs, problem } = context;
  const { unservedAllowed } = judged.availability;
  const steps: BreakpointStep[] = [];
  for (const [index, step] of seen.entries()) {
    const last = steps.findLast(({ outcome }) => outcome === 'held');
    steps.push({
      ...figuresOf(step),
      ...busyAt(index, context.figures),
      ...findingOf(step, index, last, context),
    });
  }
  const limits = { p99LimitMs, unservedAllowed };
  const firstAnomaly = steps.findIndex(({ by }) => by === 'anomaly');
  const before = firstAnomaly === -1 ? steps : steps.slice(0, firstAnomaly);
  // A rate that did not hold while a higher one did was broken by something else than the rate.
  const heldAt = before.findLastIndex(({ outcome }) => outcome === 'held');
  const [held, next] = [steps[heldAt], steps[heldAt + 1]];
  const late = afterAll(seen, judged);
  const base = {
    ...limits,
    ...(held && { heldPerSecond: held.perSecond }),
    ...(next && { brokePerSecond: next.perSecond }),
    steps,
  };
  const unknown = problem ?? (next?.outcome === 'unknown' ? next.why : undefined) ?? late;
  if (unknown !== undefined) {
    const where = held === undefined ? 'at every rate' : `above ${rate(held)}`;
    return { ...base, outcome: 'unknown', says: `is unknown ${where}: ${unknown}` };
  }
  const odd = before.slice(0, Math.max(0, heldAt)).filter(({ outcome }) => outcome !== 'held');
  const though = odd.length > 0 ? `; ${odd.map(rate).join(', ')} did not hold, though higher rates did` : '';
  if (next === undefined)
    return {
      ...base,
      outcome: 'held',
      says: `did not break up to ${rate(held)} (p99 ${ms(held)}, ${formatMs(p99LimitMs)} allowed)${though}`,
    };
  const until =
    held === undefined ? 'the lowest rate that was tried' : `it held ${rate(held)} (p99 ${ms(held)})`;
  return { ...base, outcome: 'broke', says: `broke at ${rate(next)}, ${next.why}; ${until}${though}` };
}

const rate = (step: Pick<BreakpointStep, 'perSecond'> | undefined) =>
  `${formatCount(Math.round(step?.perSecond ?? 0))}/s`;
const ms = (step: BreakpointStep | undefined) => formatMs(step?.p99Ms ?? 0);

const figuresOf = ({ rate: perSecond, fromMs, toMs, ...step }: StepSeen) => ({
  perSecond,
  fromMs,
  toMs,
  planned: Math.floor((perSecond * (toMs - fromMs)) / 1000),
  asked: step.asked,
  unserved: step.unserved,
  p50Ms: step.p50Ms,
  p99Ms: step.p99Ms,
  sendP99Ms: step.sendP99Ms,
  endedPerSecond: step.endedPerSecond,
  inFlight: step.inFlight,
});

function busyAt(index: number, figures: Context['figures']): Partial<BreakpointStep> {
  const generatorPercent = figures[BUSY.generator(index + 1)];
  const appWaitedPercent = figures[BUSY.appWaited(index + 1)];
  return {
    ...(generatorPercent !== undefined && { generatorPercent }),
    ...(appWaitedPercent !== undefined && { appWaitedPercent }),
  };
}

function findingOf(
  step: StepSeen,
  index: number,
  held: BreakpointStep | undefined,
  context: Context,
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
    return excuse === undefined
      ? { outcome: 'broke', by: 'unserved', why: `with ${share}` }
      : { outcome: 'unknown', by: 'unserved', why: excuse };
  }
  const isSlow = slow > Math.max(SLOW_SHARE * served, BY_CHANCE);
  const isWhole = asked >= SENT_SHARE * Math.floor((step.rate * (step.toMs - step.fromMs)) / 1000);
  if (isSlow || !isWhole) {
    const excuse = other() ?? tooFewClients(step, held, context);
    if (excuse !== undefined) return { outcome: 'unknown', by: 'latency', why: excuse };
    const why = isSlow
      ? `with p99 ${formatMs(step.p99Ms ?? 0)} where ${formatMs(p99LimitMs)} may be`
      : 'where clients were so far behind that they gave up';
    return { outcome: 'broke', by: 'latency', why };
  }
  return served >= LEAST_ASKED
    ? { outcome: 'held' }
    : { outcome: 'unknown', why: `too little was asked: ${counted(served, 'operation')}` };
}

/** Kinds of anomalies that clients met in a second which the step has part in. */
function anomaliesIn({ fromMs, toMs }: StepSeen, { anomalyTimes }: ServedJudgement): string[] {
  const found = anomalyTimes.filter(
    ({ kind, atMs }) => kind !== 'unserved' && atMs < toMs && atMs + 1000 > fromMs,
  );
  return [...new Set(found.map(({ kind }) => kind))];
}

/** What was met after the last step came about at a rate that nobody knows. */
function afterAll(steps: readonly StepSeen[], { anomalyTimes }: ServedJudgement): string | undefined {
  const endMs = steps.at(-1)?.toMs ?? 0;
  const late = anomalyTimes.find(({ kind, atMs }) => kind !== 'unserved' && atMs >= endMs);
  return late && `clients met ${late.kind} only after the load, and at which rate it came about is not known`;
}

/** Why the step may say nothing of the subject: k6, or the machine under both. */
function otherCause(step: StepSeen, index: number, { figures, p99LimitMs }: Context): string | undefined {
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
  { clients }: Context,
): string | undefined {
  if (slowFromSend > Math.max(SLOW_SHARE * served, BY_CHANCE)) return undefined;
  const more = `its ${counted(clients, 'client')} were all waiting for answers there, which came in time; more of them would tell: --clients ${clients * 4}`;
  if (held === undefined || held.inFlight === 0) return more;
  const times = inFlight / held.inFlight;
  const gained = endedPerSecond / held.endedPerSecond - 1;
  return times >= MORE_IN_FLIGHT && gained < GAINED_SHARE * (times - 1) ? undefined : more;
}

/**
 * What is asked of service where the rate goes up until something breaks: that the first rate was held. What was not
 * served beyond is what was looked for, and no anomaly.
 */
export function withoutOverload(
  judged: ServedJudgement,
  { outcome, heldPerSecond, steps, says }: Breakpoint,
): ServedJudgement {
  if (outcome === 'broke' && heldPerSecond === undefined) return judged;
  const { unserved: _, ...anomalyCounts } = judged.anomalyCounts;
  const service = { checker: 'unserved' as const, count: 0 };
  return {
    ...judged,
    checkers: judged.checkers.map((each) =>
      each.checker !== 'unserved'
        ? each
        : outcome === 'unknown'
          ? { ...service, tested: asked(steps), verdict: 'unknown', reason: `service ${says}` }
          : { ...service, tested: asked(steps.filter((step) => step.outcome === 'held')), verdict: 'pass' },
    ),
    anomalyCounts,
    anomalies: judged.anomalies.filter(isOther),
    anomalyTimes: judged.anomalyTimes.filter(isOther),
    availability: { ...judged.availability, says: [] },
  };
}

const isOther = ({ kind }: { kind: string }) => kind !== 'unserved';

const asked = (of: readonly BreakpointStep[]) => of.reduce((sum, step) => sum + step.asked, 0);

/** What it is by itself: a rate that was found is a pass, and to hold not even the first is none. */
export const verdictOfBreakpoint = ({ outcome, heldPerSecond }: Breakpoint): Verdict =>
  outcome === 'unknown' ? 'unknown' : heldPerSecond === undefined ? 'fail' : 'pass';
