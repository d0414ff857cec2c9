import { bisector } from 'd3-array';
import type { Verdict } from '../model/results.ts';
import type { Asked, Unserved } from './asked.ts';
import type { Outage } from './outage.ts';
import { isWithin, type ServiceObjective } from './objective.ts';

/** Served again for a second, with less than the share that is allowed, or it was a lull. */
const LULL_MS = 1000;
/** And for a fifth of all that was asked since the fault's end; for so many operations at least, and enough at most. */
const [LASTING_SHARE, LEAST_LASTING, ENOUGH_LASTING] = [1 / 5, 20, 100];

/** The index of the first that was sent at this time or later; they are in order of their start. */
const byStart = bisector(({ start }: Unserved) => start);
const firstFrom = (unserved: readonly Unserved[], ms: number): number => byStart.left(unserved, ms);

/** How clients felt a fault. */
export interface Impact {
  outage: Outage;
  verdict: Verdict;
  /** When the first operation was sent that was not served; absent: all was. */
  awayMs?: number;
  /** When it was served again for good. */
  againMs?: number;
  /** Where it shares the fate of the next one: when it was served again before that, be it not for good. */
  backMs?: number;
  /** Unserved ones from its onset to the next fault's. */
  unserved: readonly Unserved[];
  reason?: string;
}

/**
 * Whether and when the subject was served again after each fault, in their order. A fault that another one follows
 * before that is to be seen shares the fate of the other.
 */
export function impactsOf(
  outages: readonly Outage[],
  asked: Asked,
  unserved: readonly Unserved[],
  objective: ServiceObjective,
): Impact[] {
  const servedUpTo = asked.servedUpTo();
  const impacts: Impact[] = [];
  for (const outage of outages.toReversed()) {
    const next = impacts[0];
    const untilMs = next?.outage.fromMs ?? Infinity;
    const its = unserved.filter(({ start, end }) => end >= outage.fromMs && start < untilMs);
    const away = its[0] && { awayMs: its[0].start };
    const base = { outage, unserved: its, ...away };
    impacts.unshift({
      ...base,
      ...recoveryOf(base, { next, lastMs: asked.span.toMs, servedUpTo, objective }),
    });
  }
  return impacts;
}

interface Seen {
  next: Impact | undefined;
  /** When the last operation had ended. */
  lastMs: number;
  servedUpTo: (ms: number) => number;
  objective: ServiceObjective;
}

function recoveryOf(
  { outage: { endMs }, unserved }: Pick<Impact, 'outage' | 'unserved'>,
  seen: Seen,
): Pick<Impact, 'verdict' | 'againMs' | 'backMs' | 'reason'> {
  const { next, lastMs, servedUpTo, objective } = seen;
  if (endMs === Infinity) return { verdict: 'unknown', reason: 'it did not end within the experiment' };
  if (unserved.length === 0) {
    if (next !== undefined || servedUpTo(Infinity) > servedUpTo(endMs)) return { verdict: 'pass' };
    return { verdict: 'unknown', reason: 'nothing was asked after its end' };
  }
  const untilMs = next?.outage.fromMs ?? lastMs;
  const deadlineMs = endMs + objective.recoverWithinMs;
  const againMs = servedAgain(unserved, { endMs, untilMs }, seen);
  if (againMs !== undefined && againMs <= deadlineMs) return { verdict: 'pass', againMs };
  if (deadlineMs < untilMs) {
    const inTimeMs = servedAgain(unserved, { endMs, untilMs: deadlineMs }, seen);
    if (inTimeMs !== undefined && inTimeMs <= deadlineMs) return { verdict: 'pass', againMs: inTimeMs };
    // Nothing has failed since, but too little was asked to say so.
    if (againMs === undefined && (unserved.at(-1)?.againMs ?? Infinity) <= deadlineMs)
      return { verdict: 'unknown', reason: 'it was served again for too short a time to tell' };
    return { verdict: 'fail', ...(againMs === undefined ? {} : { againMs }) };
  }
  if (next !== undefined) {
    const { verdict, againMs: withNextMs, reason } = next;
    const backMs = unserved.at(-1)?.againMs ?? Infinity;
    return {
      verdict,
      ...(backMs <= untilMs ? { backMs } : {}),
      ...(withNextMs === undefined ? {} : { againMs: withNextMs }),
      ...(reason === undefined ? {} : { reason }),
    };
  }
  const seconds = ((lastMs - endMs) / 1000).toFixed(1);
  const allowed = objective.recoverWithinMs / 1000;
  const reason = `it was not certainly served again when the run ended, ${seconds} s after the fault's end, and ${allowed} s are allowed`;
  return { verdict: 'unknown', reason };
}

/** The end of the first operation that was served after the last one that shows the outage. */
function servedAgain(
  unserved: readonly Unserved[],
  { endMs, untilMs }: { endMs: number; untilMs: number },
  { servedUpTo, objective }: Pick<Seen, 'servedUpTo' | 'objective'>,
): number | undefined {
  const last = firstFrom(unserved, untilMs);
  const since = last - firstFrom(unserved, endMs) + servedUpTo(untilMs) - servedUpTo(endMs);
  const lasting = Math.min(ENOUGH_LASTING, Math.max(LEAST_LASTING, since * LASTING_SHARE));
  for (let at = 0; at < last; at++) {
    const { start, againMs } = unserved[at] as Unserved;
    if (againMs === undefined) continue;
    const rest = last - at - 1;
    const asked = rest + servedUpTo(untilMs) - servedUpTo(start);
    if (asked < lasting || !isWithin(rest, asked, objective)) continue;
    const soon = Math.min(start + LULL_MS, untilMs);
    const failedSoon = firstFrom(unserved, soon) - at - 1;
    const askedSoon = failedSoon + servedUpTo(soon) - servedUpTo(start);
    if (failedSoon === 0 || failedSoon < objective.unservedAllowed * askedSoon) return againMs;
  }
  return undefined;
}
