import type { Availability, Served } from '../model/results.ts';
import type { Asked, Unserved } from './asked.ts';
import type { Impact } from './recovery.ts';

export type Phase = Availability['phases'][number];

/** A stretch of an experiment, and what was not served in it. */
export interface Stretch extends Pick<Phase, 'phase' | 'faults' | 'fromMs' | 'toMs'> {
  unserved: readonly Unserved[];
}

const none = (): Served => ({ served: 0, refused: 0, failed: 0, unknown: 0 });

export const unservedIn = ({ refused, failed, unknown }: Served): number => refused + failed + unknown;

export const askedIn = (served: Served): number => served.served + unservedIn(served);

interface Period {
  faults: string[];
  fromMs: number;
  toMs: number;
}

/** From a fault's onset until it is over and the subject served again. */
export function periodOf({ outage, verdict, againMs }: Impact, lastMs: number): Period {
  const isBack = verdict === 'pass' || againMs !== undefined;
  const toMs = isBack ? Math.max(outage.endMs, againMs ?? 0) : lastMs;
  return { faults: [outage.id], fromMs: outage.fromMs, toMs };
}

/** Those periods that touch are one. */
function periodsOf(impacts: readonly Impact[], lastMs: number): Period[] {
  const periods: Period[] = [];
  for (const period of impacts.map((each) => periodOf(each, lastMs))) {
    const last = periods.at(-1);
    if (last === undefined || last.toMs < period.fromMs) periods.push(period);
    else {
      last.faults.push(...period.faults);
      last.toMs = Math.max(last.toMs, period.toMs);
    }
  }
  return periods;
}

const isIn = ({ start, end }: Unserved, { fromMs, toMs }: Period) => end >= fromMs && start <= toMs;

/**
 * The stretches of an experiment by its faults. What was under way when a fault came, or before the subject was served
 * again, is the fault's.
 */
export function stretchesOf(
  impacts: readonly Impact[],
  asked: Asked,
  unserved: readonly Unserved[],
): Stretch[] {
  const { fromMs, toMs } = asked.span;
  const periods = periodsOf(impacts, toMs);
  const outside = unserved.filter((each) => !periods.some((period) => isIn(each, period)));
  const between = (from: number, to: number) => outside.filter(({ start }) => start >= from && start < to);
  const [first] = periods;
  if (first === undefined) return [{ phase: 'throughout', faults: [], fromMs, toMs, unserved: outside }];

  const before = { fromMs, toMs: first.fromMs, unserved: between(-Infinity, first.fromMs) };
  const stretches: Stretch[] = [{ phase: 'before', faults: first.faults, ...before }];
  for (const [at, period] of periods.entries()) {
    const [earlier, later] = [periods[at - 1], periods[at + 1]];
    const its = unserved.filter((each) => isIn(each, period) && !(earlier && isIn(each, earlier)));
    const until = later?.fromMs ?? Math.max(toMs, period.fromMs);
    const over = Math.min(period.toMs, until);
    stretches.push({ phase: 'during', ...period, toMs: over, unserved: its });
    if (later === undefined && over >= toMs) continue;
    const after = { fromMs: over, toMs: until, unserved: between(over, later?.fromMs ?? Infinity) };
    stretches.push({ phase: 'after', faults: period.faults, ...after });
  }
  return stretches;
}

/** What was served in a stretch, in all and by instance. */
export function phaseOf({ phase, faults, fromMs, toMs, unserved }: Stretch, asked: Asked): Phase {
  const instances = byInstance(asked.servedBetween(fromMs, toMs), unserved);
  return { phase, faults, fromMs, toMs, ...sumOf(instances), instances };
}

export function byInstance(
  served: ReadonlyMap<string | undefined, number>,
  unserved: readonly Unserved[],
): Phase['instances'] {
  const counts = new Map<string | undefined, Served>();
  const of = (instance: string | undefined) => {
    let count = counts.get(instance);
    if (count === undefined) counts.set(instance, (count = none()));
    return count;
  };
  for (const [instance, count] of served) of(instance).served = count;
  for (const { instance, service } of unserved) of(instance)[service]++;
  return [...counts]
    .map(([instance, count]) => ({ ...(instance === undefined ? {} : { instance }), ...count }))
    .toSorted((a, b) => (a.instance ?? '~').localeCompare(b.instance ?? '~'));
}

export function sumOf(parts: readonly Served[]): Served {
  const sum = none();
  for (const part of parts)
    for (const service of ['served', 'refused', 'failed', 'unknown'] as const) sum[service] += part[service];
  return sum;
}

/** How often each answer came, the most frequent first. */
export function answersOf(unserved: readonly Unserved[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { answer } of unserved) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted((a, b) => b[1] - a[1]));
}
