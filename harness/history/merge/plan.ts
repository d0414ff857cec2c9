import type { ExperimentLine } from '../../../protocol/history.ts';
import { usageError } from '../../errors.ts';
import { counted } from '../../units.ts';
import { PartClock } from './clock.ts';
import type { Survey, Surveyed } from './survey.ts';

/** What is left of a clock's error may be as much as an expiry may be off and still be on time, and no more. */
const MOST_ERROR_MS = 1000;
/** Parts of one run begin together, whatever their clocks say of it. */
const MOST_APART_MS = 3_600_000;

export const OF_ONE_RUN = 'give what the generators of one run recorded';

/** How the part calls its recorder that has what the harness did and read, and no client. */
export const HARNESS = 'harness';

/** How one part of an experiment is brought to the time of all. */
export interface Timing {
  /** Milliseconds from the epoch of all to the part's own, by the part's clock. */
  epochMs: number;
  clock: PartClock;
  /** What is left of its error. */
  errorMs: number;
}

export interface MergedExperiment {
  line: ExperimentLine;
  /** One a part, in their order; undefined for a part that has nothing of it. */
  timings: (Timing | undefined)[];
  /** The greatest error of all. */
  errorMs: number;
  isWhole: boolean;
}

/** How one experiment of several parts becomes one. Throws a usage error where they do not belong together. */
export function planExperiment(
  id: string,
  surveys: readonly Survey[],
  { sameClock }: { sameClock: boolean },
): MergedExperiment {
  const parts = surveys.map((survey) => {
    const surveyed = survey.experiments.get(id);
    return surveyed && { name: survey.name, recorder: survey.history?.recorder, surveyed };
  });
  const there = parts.filter((part) => part !== undefined);
  const [first] = there;
  if (first === undefined) throw new Error(`no part has experiment ${id}`);
  for (const part of there.slice(1)) assertAlike(first, part);
  const clocks = parts.map((part) => part && (sameClock ? new PartClock([]) : clockOf(part)));
  if (!sameClock) assertOneReference(there);
  const began = parts.map((part, at) =>
    part === undefined ? Infinity : part.surveyed.line.epochMs + (clocks[at] as PartClock).offsetAt(0),
  );
  const epochMs = Math.min(...began);
  for (const [at, ms] of began.entries())
    if (ms !== Infinity && ms - epochMs > MOST_APART_MS)
      throw usageError(
        `${parts[at]?.name} begins experiment ${id} ${counted(Math.round((ms - epochMs) / 60_000), 'minute')} after another part: these are no parts of one run, or a clock was never set`,
        { next: OF_ONE_RUN },
      );
  const timings = parts.map((part, at): Timing | undefined => {
    if (part === undefined) return undefined;
    const clock = clocks[at] as PartClock;
    const errorMs = clock.errorWithin(0, part.surveyed.untilMs);
    if (errorMs > MOST_ERROR_MS)
      throw usageError(
        `${part.name}: its clock is only known to ${errorMs.toFixed(0)} ms; within ${MOST_ERROR_MS} ms is needed`,
        { next: 'compare the clocks before and after the run, over a faster way' },
      );
    return { epochMs: part.surveyed.line.epochMs - epochMs, clock, errorMs };
  });
  return {
    line: { ...saidBy(there), epochMs, ...clientsOf(there) },
    timings,
    errorMs: Math.max(...timings.map((timing) => timing?.errorMs ?? 0)),
    isWhole: there.length === surveys.length && there.every(({ surveyed }) => surveyed.isEnded),
  };
}

interface Named {
  name: string;
  recorder: string | undefined;
  surveyed: Surveyed;
}

function clockOf({ name, surveyed: { clocks, line } }: Named): PartClock {
  const clock = new PartClock(clocks);
  const setBy = clock.setByMs();
  if (setBy !== undefined)
    throw usageError(
      `${name}: its clock went ${Math.abs(setBy).toFixed(0)} ms ${setBy > 0 ? 'behind' : 'ahead'} during ${line.experiment}, which is no drift: it was set, and nobody knows when`,
      { next: 'run again, with clocks that are kept by NTP' },
    );
  return clock;
}

/** One part may be the reference itself; all others have to have been compared with it. */
function assertOneReference(parts: readonly Named[]): void {
  const unread = parts.filter(({ surveyed }) => surveyed.clocks.length === 0);
  if (unread.length > 1)
    throw usageError(
      `neither ${unread.map(({ name }) => name).join(' nor ')} says how its clock stood: they have no clock lines`,
      {
        next: 'record with -e CLOCK=<address> (docs/SCALE.md), or say --same-clock for recorders on one machine',
      },
    );
  const named = new Map(
    parts.flatMap(({ name, surveyed }) => surveyed.clocks.map(({ clock }) => [clock, name])),
  );
  const [[one, part] = [], [other, another] = []] = [...named];
  if (other !== undefined)
    throw usageError(`${part} was compared with clock ${one}, and ${another} with clock ${other}`, {
      next: 'compare all with the same clock',
    });
}

const OF_THE_PART: ReadonlySet<string> = new Set(['experiment', 'epochMs', 'clients']);

/** What any of them says: a recorder that is no generator knows little of the load. */
const saidBy = (parts: readonly Named[]): ExperimentLine =>
  Object.assign({}, ...parts.toReversed().map(({ surveyed }) => surveyed.line)) as ExperimentLine;

/** Throws where two disagree; of the harness, which is no generator, where it says something else, and not where it says nothing. */
function assertAlike(one: Named, other: Named): void {
  const [a, b] = [one.surveyed.line, other.surveyed.line] as unknown as Record<string, unknown>[];
  const mayKeepSilent = [one, other].map(({ recorder }) => recorder === HARNESS);
  for (const field of new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])) {
    const said = [a?.[field], b?.[field]];
    if (OF_THE_PART.has(field) || said[0] === said[1]) continue;
    if (said.some((value, at) => value === undefined && mayKeepSilent[at])) continue;
    throw usageError(
      `${one.surveyed.line.experiment} has ${field} ${String(said[0])} in ${one.name} and ${String(said[1])} in ${other.name}: they are no parts of one run`,
      { next: OF_ONE_RUN },
    );
  }
}

/** k6's runners all say how many clients there are in the whole; others may say how many are their own. */
function clientsOf(parts: readonly Named[]): { clients?: number } {
  const counts = parts.flatMap(({ surveyed }) => surveyed.line.clients ?? []);
  const [first] = counts;
  if (first === undefined || counts.length < parts.length) return {};
  return { clients: counts.every((count) => count === first) ? first : counts.reduce((a, b) => a + b, 0) };
}
