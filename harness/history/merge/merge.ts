import { HISTORY_VERSION, type ExperimentLine } from '../../../protocol/history.ts';
import { usageError } from '../../errors.ts';
import { Cursor, OVER } from './cursor.ts';
import { MOST_PARTS } from './owners.ts';
import { OF_ONE_RUN, planExperiment, type MergedExperiment } from './plan.ts';
import { Text } from './retime.ts';
import { survey, type Part, type Survey } from './survey.ts';
import { whoseSessions } from './whose.ts';

const FLUSH_BYTES = 1 << 20;

/** What became one. */
export interface Merged {
  operations: number;
  experiments: {
    id: string;
    /** All parts have it to its end. */
    isWhole: boolean;
    /** What is left of the error of the clocks, at the most. */
    errorMs: number;
    clocks: { part: string; offsetMs: number; driftPpm: number | undefined; errorMs: number }[];
  }[];
}

export interface Options {
  /** The parts were recorded by one clock, which therefore need not be compared. */
  sameClock: boolean;
  /** Of the parts in their order, where they were gone through already. */
  surveys?: readonly Survey[];
}

/** Goes through the parts one after the other. Rejects with a usage error for what is no part of a run. */
export async function surveyAll(parts: readonly Part[]): Promise<Survey[]> {
  const surveys: Survey[] = [];
  for (const part of parts) surveys.push(await survey(part));
  return surveys;
}

/**
 * Makes one ordinary history of those of several recorders of one run, in the time of the clock that theirs were
 * compared with: in the order in which operations ended, as far as each part has it. `start` and `end` of sessions that
 * more than one part asked for, and what says when a fault held, are widened by what is left of the error; all else that
 * orders a session was seen by one clock. Gives its bytes, in pieces that are good until the next one is asked for, and
 * in the end what became one. Holds a chunk of each part, and some 40 bytes a session.
 *
 * Fails with a usage error where they are no parts of one run, or their clocks too little known, before it gives any.
 */
export async function* mergeHistories(
  parts: readonly Part[],
  { sameClock, surveys: given }: Options,
): AsyncGenerator<Uint8Array, Merged, undefined> {
  assertSoMany(parts);
  const surveys = given ?? (await surveyAll(parts));
  const sessions = await whoseSessions(parts, surveys);
  const ids = [...new Set(surveys.flatMap(({ experiments }) => [...experiments.keys()]))];
  assertInOrder(ids, surveys);
  const experiments = new Map(ids.map((id) => [id, planExperiment(id, surveys, { sameClock })]));
  const cursors = parts.map((part, index) => new Cursor(part, index, { sessions, experiments }));
  const out = new Text();
  out.line(firstLine(surveys));
  let operations = 0;
  try {
    for (const merged of experiments.values())
      operations += yield* mergeExperiment(merged, cursors, { surveys, out });
    yield out.bytes.subarray(0, out.length);
  } finally {
    for (const cursor of cursors) await cursor.close();
  }
  return {
    operations,
    experiments: ids.map((id) => described(id, experiments.get(id) as MergedExperiment, surveys)),
  };
}

/** Throws a usage error where they are more than can be merged. */
export function assertSoMany(parts: readonly unknown[]): void {
  if (parts.length > MOST_PARTS)
    throw usageError(`${parts.length} parts are too many; at most ${MOST_PARTS} can be merged at once`, {
      next: 'merge some of them first',
    });
}

function assertInOrder(ids: readonly string[], surveys: readonly Survey[]): void {
  for (const { name, experiments } of surveys) {
    const places = [...experiments.keys()].map((id) => ids.indexOf(id));
    if (places.some((place, at) => place < (places[at - 1] ?? -1)))
      throw usageError(`${name} has its experiments in another order than the parts before it`, {
        next: OF_ONE_RUN,
      });
  }
}

async function* mergeExperiment(
  merged: MergedExperiment,
  cursors: readonly Cursor[],
  { surveys, out }: { surveys: readonly Survey[]; out: Text },
): AsyncGenerator<Uint8Array, number, undefined> {
  const { line, isWhole, errorMs } = merged;
  out.line(line);
  let open = cursors.filter((_, index) => merged.timings[index] !== undefined);
  let latestMs = 0;
  while (open.length > 0) {
    const still: Cursor[] = [];
    for (const cursor of open) if (await cursor.ready()) still.push(cursor);
    open = still;
    latestMs = Math.max(latestMs, takeWhileReady(open, out));
    // What is at its end of this experiment waits for the others.
    open = open.filter((cursor) => !passOver(cursor));
    if (out.length < FLUSH_BYTES) continue;
    yield out.bytes.subarray(0, out.length);
    out.length = 0;
  }
  const operations = cursors.reduce((sum, cursor) => sum + (cursor.operations.get(line.experiment) ?? 0), 0);
  const at = Math.ceil(latestMs);
  if (errorMs > 0) out.line({ note: noteOf(merged, surveys), at, spoils: false });
  if (isWhole) out.line({ end: line.experiment, at, operations: recordedIn(line, surveys) ?? operations });
  return operations;
}

/** Takes lines in the order of their time until one of the parts has to be read on, and says when the last of them was. */
function takeWhileReady(cursors: readonly Cursor[], out: Text): number {
  let latestMs = 0;
  for (;;) {
    let first: Cursor | undefined;
    let firstMs = OVER;
    let secondMs = OVER;
    for (const cursor of cursors) {
      if (cursor.at === cursor.times.length) return latestMs;
      const ms = cursor.times[cursor.at] as number;
      if (ms < firstMs) {
        secondMs = firstMs;
        [first, firstMs] = [cursor, ms];
      } else if (ms < secondMs) secondMs = ms;
    }
    if (first === undefined) return latestMs;
    const { from } = first;
    while (first.at < first.times.length && (first.times[first.at] as number) <= secondMs) {
      const ms = first.times[first.at] as number;
      if (ms === OVER) break;
      if (ms > latestMs) latestMs = ms;
      first.at++;
    }
    out.append(first.text, from, first.from);
    if (out.length >= FLUSH_BYTES) return latestMs;
  }
}

/** Takes the mark that this experiment is over, if that is what comes next. */
function passOver(cursor: Cursor): boolean {
  const isOver = cursor.at < cursor.times.length && cursor.times[cursor.at] === OVER;
  if (isOver) cursor.at++;
  return isOver;
}

/** How many operations the recorders say that they wrote; undefined where one of them does not say. */
function recordedIn({ experiment }: ExperimentLine, surveys: readonly Survey[]): number | undefined {
  let sum = 0;
  for (const { experiments } of surveys) {
    const operations = experiments.get(experiment)?.operations;
    if (operations === undefined) return undefined;
    sum += operations;
  }
  return sum;
}

function firstLine(surveys: readonly Survey[]) {
  const [first] = surveys.flatMap(({ history }) => history ?? []);
  const planned = surveys.find(({ history }) => history?.planned !== undefined)?.history?.planned;
  return {
    history: HISTORY_VERSION,
    ...(first?.run !== undefined && { run: first.run }),
    ...(first?.seed !== undefined && { seed: first.seed }),
    recorder: `merged from ${surveys.length}: ${first?.recorder ?? 'not said'}`,
    ...(planned !== undefined && { planned }),
  } as const;
}

const noteOf = ({ timings, errorMs }: MergedExperiment, surveys: readonly Survey[]): string =>
  `recorded by ${surveys.length} clocks, brought to one with an error of at most ${errorMs.toFixed(3)} ms (${timings
    .flatMap((timing, at) => (timing ? `${surveys[at]?.name} ${timing.errorMs.toFixed(3)}` : []))
    .join(', ')})`;

const described = (
  id: string,
  { timings, errorMs, isWhole }: MergedExperiment,
  surveys: readonly Survey[],
): Merged['experiments'][number] => ({
  id,
  isWhole,
  errorMs,
  clocks: timings.flatMap((timing, at) =>
    timing === undefined
      ? []
      : {
          part: surveys[at]?.name ?? '',
          offsetMs: timing.clock.offsetAt(0),
          driftPpm: timing.clock.driftPpm(),
          errorMs: timing.errorMs,
        },
  ),
});
