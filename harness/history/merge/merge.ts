import { HISTORY_VERSION, type ExperimentLine } from '../../../protocol/history.ts';
import { usageError } from '../../errors.ts';
import { Cursor, OVER } from './cursor.ts';
import { Links } from './links.ts';
import { MOST_PARTS, Owners } from './owners.ts';
import { planExperiment, type MergedExperiment } from './plan.ts';
import { Text } from './retime.ts';
import { survey, type Part, type Survey } from './survey.ts';

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

interface Options {
  /** The parts were recorded by one clock, which therefore need not be compared. */
  sameClock: boolean;
  /** Takes the bytes of the history that they make; they are good until it resolves. */
  write: (bytes: Uint8Array) => Promise<void>;
}

/**
 * Makes one ordinary history of those of several recorders of one run, in the time of the clock that theirs were
 * compared with: in the order in which operations ended, as far as each part has it. `start` and `end` of sessions that
 * more than one part asked for, and what says when a fault held, are widened by what is left of the error; all else that
 * orders a session was seen by one clock. Holds a chunk of each part, and 20 bytes a session.
 *
 * Rejects with a usage error where they are no parts of one run, or their clocks too little known.
 */
export async function mergeHistories(parts: readonly Part[], { sameClock, write }: Options): Promise<Merged> {
  if (parts.length > MOST_PARTS)
    throw usageError(`${parts.length} parts are too many; at most ${MOST_PARTS} can be merged at once`);
  const seen = { clients: new Owners(), sessions: new Owners(), links: new Links() };
  const surveys: Survey[] = [];
  for (const [index, part] of parts.entries()) surveys.push(await survey(part, index, seen));
  seen.links.share(seen.sessions);
  const ids = [...new Set(surveys.flatMap(({ experiments }) => [...experiments.keys()]))];
  assertInOrder(ids, surveys);
  const experiments = new Map(ids.map((id) => [id, planExperiment(id, surveys, { sameClock })]));
  const cursors = parts.map(
    (part, index) => new Cursor(part, index, { sessions: seen.sessions, experiments }),
  );
  const out = new Text();
  out.line(firstLine(surveys));
  let operations = 0;
  try {
    for (const merged of experiments.values())
      operations += await mergeExperiment(merged, cursors, { surveys, out, write });
    await write(out.bytes.subarray(0, out.length));
  } finally {
    for (const cursor of cursors) await cursor.close();
  }
  return {
    operations,
    experiments: ids.map((id) => described(id, experiments.get(id) as MergedExperiment, surveys)),
  };
}

function assertInOrder(ids: readonly string[], surveys: readonly Survey[]): void {
  for (const { part, experiments } of surveys) {
    const places = [...experiments.keys()].map((id) => ids.indexOf(id));
    if (places.some((place, at) => place < (places[at - 1] ?? -1)))
      throw usageError(`${part.name} has its experiments in another order than the parts before it`);
  }
}

async function mergeExperiment(
  merged: MergedExperiment,
  cursors: readonly Cursor[],
  { surveys, out, write }: { surveys: readonly Survey[]; out: Text; write: Options['write'] },
): Promise<number> {
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
    await write(out.bytes.subarray(0, out.length));
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
    .flatMap((timing, at) => (timing ? `${surveys[at]?.part.name} ${timing.errorMs.toFixed(3)}` : []))
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
          part: surveys[at]?.part.name ?? '',
          offsetMs: timing.clock.offsetAt(0),
          driftPpm: timing.clock.driftPpm(),
          errorMs: timing.errorMs,
        },
  ),
});
