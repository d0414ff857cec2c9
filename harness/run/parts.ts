import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HISTORY_VERSION } from '../../protocol/history.ts';
import { messageOf } from '../errors.ts';
import { comparedClock } from '../generator/compare-clock.ts';
import { mergeHistories } from '../history/merge/merge.ts';
import { HARNESS } from '../history/merge/plan.ts';
import type { Part } from '../history/merge/survey.ts';
import type { Recording } from '../history/recording.ts';
import { openHistory, type HistoryWriter } from '../history/writer.ts';
import type { Experiment } from '../model/plan.ts';
import { subjectId } from '../model/subject-id.ts';
import { piecesOf } from './folder.ts';
import { makeFolder } from './make-folder.ts';

const OWN = 'harness.ndjson';
const RUNNERS = 'runners';
const NO_TIME =
  'the exporter did not tell the time, so nobody knows how the clocks of the generators stood to that of the harness';

/**
 * An experiment that several recorders record, each by a clock of its own: the generators what clients saw, and the harness
 * what it did and read meanwhile. Its own part is on the disk as it happens; all become one when the experiment is over.
 */
export class Parts {
  /** Where all of them are. */
  readonly folder: string;
  /** The harness's own. */
  readonly history: HistoryWriter;
  readonly #experiment: Experiment;
  #epochMs = 0;

  private constructor(folder: string, experiment: Experiment, history: HistoryWriter) {
    this.folder = folder;
    this.history = history;
    this.#experiment = experiment;
  }

  /** Where those of the generators go, a file each; they make it. */
  get runners(): string {
    return join(this.folder, RUNNERS);
  }

  /** Makes the folder below that of the run, with the harness's own part. Rejects with `unavailable` where it cannot. */
  static async open(run: string, experiment: Experiment): Promise<Parts> {
    const folder = join(run, 'pods', experiment.id.replaceAll(/[^\w.-]+/g, '-'));
    await makeFolder(folder);
    const history = await openHistory(join(folder, OWN));
    history.write({ history: HISTORY_VERSION, recorder: HARNESS });
    return new Parts(folder, experiment, history);
  }

  /** The generators begin. */
  async begin(recording: Recording, clockUrl: string): Promise<void> {
    const { id, subject } = this.#experiment;
    this.#epochMs = recording.openWithoutGenerator(id, subjectId(subject), this.#experiment.load.clients);
    await this.#compare(recording, clockUrl);
  }

  /** The generators have ended, and all faults are over. */
  async end(recording: Recording, clockUrl: string): Promise<void> {
    await this.#compare(recording, clockUrl);
    recording.fromGenerator(JSON.stringify({ end: this.#experiment.id, at: recording.clock() }));
  }

  /**
   * Appends to the run's history what all have recorded, as one. Where that cannot be, what the harness recorded is
   * appended, and a note that spoils the experiment says why: no verdict comes of it, and the parts stay.
   */
  async mergeInto(history: HistoryWriter): Promise<void> {
    await this.history[Symbol.asyncDispose]();
    const recorded = await readdir(this.runners).catch(() => []);
    const runners = recorded.filter((file) => file.endsWith('.ndjson')).toSorted();
    const parts = [OWN, ...runners.map((file) => join(RUNNERS, file))].map((name): Part => {
      return { name, open: () => piecesOf(join(this.folder, name)) };
    });
    try {
      const append = sectionTo(history);
      for await (const piece of mergeHistories(parts, { sameClock: false })) await append(piece);
    } catch (error) {
      const own = sectionTo(history);
      for await (const piece of piecesOf(join(this.folder, OWN))) await own(piece);
      const reason = `what the generators recorded could not be brought together with it: ${messageOf(error)}`;
      history.write({ note: reason, at: 0, spoils: true });
    }
  }

  async #compare(recording: Recording, url: string): Promise<void> {
    const line = await comparedClock(url, { epochMs: this.#epochMs, clock: recording.clock });
    if (line === undefined) recording.spoil(NO_TIME);
    else recording.add(line);
  }
}

/** Appends all lines of a history but its first, which is about the run. */
function sectionTo(history: HistoryWriter): (bytes: Uint8Array) => Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  let isFirst = true;
  return async (bytes) => {
    const all = rest + decoder.decode(bytes, { stream: true });
    const until = all.lastIndexOf('\n');
    rest = all.slice(until + 1);
    const from = isFirst ? all.indexOf('\n') + 1 : 0;
    if (until >= 0) isFirst = false;
    if (until >= from) history.writeRaw(all.slice(from, until));
    await history.drained();
  };
}
