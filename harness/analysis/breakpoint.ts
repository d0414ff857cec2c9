import type { ServedJudgement } from '../checker/judgement.ts';
import { BUSY } from '../model/busy.ts';
import type { Breakpoint, BreakpointStep, Verdict } from '../model/results.ts';
import type { StepSeen } from '../stats/steps.ts';
import { formatCount, formatMs } from '../units.ts';
import { findingOf, type BreakpointContext } from './breakpoint-step.ts';

/** Up to which rate it held, and by what it did not beyond; what is not the subject's doing is unknown. */
export function breakpointOf(context: BreakpointContext): Breakpoint {
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
  const held = steps[heldAt];
  const next = nextOf(steps, heldAt);
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
  const skipped = steps.slice(heldAt + 1).find(({ stalled }) => stalled);
  const though = [
    odd.length > 0 ? `; ${odd.map(rate).join(', ')} did not hold, though higher rates did` : '',
    skipped === undefined || skipped === next || held === undefined
      ? ''
      : `; of ${rate(skipped)} nobody knows, for it was stalled once`,
  ].join('');
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

/** The first that did not hold; one that may only have been stalled is passed over where the one after it broke. */
function nextOf(steps: readonly BreakpointStep[], heldAt: number): BreakpointStep | undefined {
  const [next, ...later] = steps.slice(heldAt + 1);
  if (heldAt === -1 || !next?.stalled) return next;
  const first = later.find(({ stalled }) => !stalled);
  return first?.outcome === 'broke' ? first : next;
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

function busyAt(index: number, figures: BreakpointContext['figures']): Partial<BreakpointStep> {
  const generatorPercent = figures[BUSY.generator(index + 1)];
  const appWaitedPercent = figures[BUSY.appWaited(index + 1)];
  return {
    ...(generatorPercent !== undefined && { generatorPercent }),
    ...(appWaitedPercent !== undefined && { appWaitedPercent }),
  };
}

/** What was met after the last step came about at a rate that nobody knows. */
function afterAll(steps: readonly StepSeen[], { anomalyTimes }: ServedJudgement): string | undefined {
  const endMs = steps.at(-1)?.toMs ?? 0;
  const late = anomalyTimes.find(({ kind, atMs }) => kind !== 'unserved' && atMs >= endMs);
  return late && `clients met ${late.kind} only after the load, and at which rate it came about is not known`;
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
