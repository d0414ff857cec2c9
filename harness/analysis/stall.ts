import { BY_CHANCE, LEAST_ASKED } from '../service/objective.ts';
import type { SliceSeen, StepSeen } from '../stats/steps.ts';

/** A stretch that is longer than this share of a step is the step. */
const LONGEST_SHARE = 0.75;
/** In a stall so many wait, one instance of several at least; in a long tail fewer do, all the time. */
const LEAST_DENSE = 0.2;
/** Where nothing of a step is left to compare with, what took too long must become so much less by itself. */
const CLEARLY_LESS = 0.8;
/** With fewer after it nobody knows whether it was over. */
const LEAST_AFTER = 5;

interface Allowed {
  slowShare: number;
  unservedShare: number;
}

/**
 * The one stretch without which a step that did not hold would have, as one stall makes it: undefined where no single
 * stall can be what broke it. A rate that is too high breaks for longer and longer until the step is over; who was
 * stalled either serves the same rate again before that, or has ever less to catch up with.
 */
export function stallIn(step: StepSeen, allowed: Allowed): { fromMs: number; toMs: number } | undefined {
  const { slices, fromMs, toMs } = step;
  const found = shortest(slices, allowed);
  if (found === undefined) {
    const { asked, served, slow, unserved } = total(slices);
    const isServed = served >= LEAST_ASKED && unserved <= Math.max(allowed.unservedShare * asked, BY_CHANCE);
    const isCatchingUp = slow >= LEAST_DENSE * asked && shrinks(slices, CLEARLY_LESS);
    return isServed && isCatchingUp ? { fromMs, toMs } : undefined;
  }
  const { from, to } = found;
  const within = total(slices.slice(from, to));
  if (bad(within) < LEAST_DENSE * within.asked) return undefined;
  const after = total(slices.slice(to));
  const isOver = after.asked >= LEAST_AFTER && bad(after) < 0.5 * after.asked;
  if (!isOver && (within.unserved > BY_CHANCE || !shrinks(slices.slice(from)))) return undefined;
  const sliceMs = (toMs - fromMs) / slices.length;
  return { fromMs: fromMs + from * sliceMs, toMs: fromMs + to * sliceMs };
}

const bad = ({ slow, unserved }: SliceSeen) => slow + unserved;

function total(slices: readonly SliceSeen[]): SliceSeen {
  const sum = (of: (slice: SliceSeen) => number) => slices.reduce((all, each) => all + of(each), 0);
  return {
    asked: sum(({ asked }) => asked),
    served: sum(({ served }) => served),
    slow: sum(({ slow }) => slow),
    unserved: sum(({ unserved }) => unserved),
    slowMs: sum(({ slowMs }) => slowMs),
  };
}

function shortest(
  slices: readonly SliceSeen[],
  { slowShare, unservedShare }: Allowed,
): { from: number; to: number } | undefined {
  const longest = Math.floor(LONGEST_SHARE * slices.length);
  for (let length = 1; length <= longest; length++)
    for (let from = 0; from + length <= slices.length; from++) {
      const rest = total([...slices.slice(0, from), ...slices.slice(from + length)]);
      if (rest.served < LEAST_ASKED) continue;
      if (rest.slow > Math.max(slowShare * rest.served, BY_CHANCE)) continue;
      if (rest.unserved > Math.max(unservedShare * rest.asked, BY_CHANCE)) continue;
      return { from, to: from + length };
    }
  return undefined;
}

/** Whether the later half of what took too long took less long than the earlier, or than so much of that. */
function shrinks(slices: readonly SliceSeen[], to = 1): boolean {
  const { slow } = total(slices);
  let seen = 0;
  const half = slices.findIndex((slice) => (seen += slice.slow) >= slow / 2) + 1;
  const [earlier, later] = [total(slices.slice(0, half)), total(slices.slice(half))];
  return later.slow === 0 || later.slowMs / later.slow < (to * earlier.slowMs) / earlier.slow;
}
