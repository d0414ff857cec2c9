import type { Buffer } from 'node:buffer';
import { decode } from '../decode.ts';
import { LineCutter, LONGEST_LINE_BYTES, type TakeLine } from '../lines.ts';
import { OperationCut } from '../operation-cut.ts';
import { found, grouped } from '../problem.ts';
import type { Owners } from './owners.ts';
import type { MergedExperiment, Timing } from './plan.ts';
import { moved, movedLine, movedOperation, Text } from './retime.ts';
import type { Part } from './survey.ts';

/** Where an experiment of a part is over: nothing of the next one is taken before all parts are there. */
export const OVER = Infinity;

/** Reads one part for the second time, a chunk ahead: its lines in the time of all, in the order in which they stand. */
export class Cursor {
  /** Of the lines that were read ahead: when each is, and where in `text` it is over. */
  readonly times: number[] = [];
  readonly ends: number[] = [];
  text = new Text();
  at = 0;
  /** Operations that were read so far, by experiment. */
  readonly operations = new Map<string, number>();
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #lines = new LineCutter();
  readonly #cut = new OperationCut();
  readonly #part: Part;
  readonly #index: number;
  readonly #sessions: Owners;
  readonly #experiments: ReadonlyMap<string, MergedExperiment>;
  #open: { merged: MergedExperiment; timing: Timing } | undefined;
  #number = 0;
  #isOver = false;

  constructor(
    part: Part,
    index: number,
    known: { sessions: Owners; experiments: ReadonlyMap<string, MergedExperiment> },
  ) {
    this.#part = part;
    this.#index = index;
    this.#sessions = known.sessions;
    this.#experiments = known.experiments;
    this.#chunks = part.open()[Symbol.asyncIterator]();
  }

  /** Sees that a line is there to be taken, unless the part is over. */
  async ready(): Promise<boolean> {
    while (this.at === this.times.length) {
      if (this.#isOver) return false;
      await this.#fill();
    }
    return true;
  }

  /** Where the line at `at` begins. */
  get from(): number {
    return this.at === 0 ? 0 : (this.ends[this.at - 1] as number);
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #fill(): Promise<void> {
    this.times.length = 0;
    this.ends.length = 0;
    this.at = 0;
    this.text.length = 0;
    const { value, done } = await this.#chunks.next();
    if (done !== true) return this.#lines.push(value, this.#take);
    this.#lines.finish(this.#take);
    this.#leave();
    this.#isOver = true;
  }

  readonly #take: TakeLine = (bytes, from, to, { ended }) => {
    this.#number++;
    const open = this.#open;
    const cut = this.#cut;
    if (
      open !== undefined &&
      cut.times(bytes, from, to) &&
      !(open.timing.errorMs > 0 || cut.isLast ? this.#sessions.isShared(cut.session) : false)
    ) {
      this.#count(open.merged);
      this.text.operation(bytes, from, to, cut, open.timing);
      this.#push(moved(cut.end, open.timing));
      return;
    }
    this.#theLongWay(bytes, from, to, ended);
  };

  #theLongWay(bytes: Buffer, from: number, to: number, ended: boolean): void {
    const text = bytes.toString('utf8', from, Math.min(to, from + LONGEST_LINE_BYTES));
    if (text.trim() === '') return;
    const decoded = decode(text);
    const open = this.#open;
    if (decoded.kind === 'experiment') {
      this.#leave();
      const merged = this.#experiments.get(decoded.line.experiment);
      const timing = merged?.timings[this.#index];
      if (merged !== undefined && timing !== undefined) this.#open = { merged, timing };
      return;
    }
    if (open === undefined || decoded.kind === 'history' || decoded.kind === 'clock') return;
    if (decoded.kind === 'end') return this.#leave();
    if (decoded.kind === 'not') {
      // What was cut off at the end of a file is left out, as its reader would; its experiment has no end.
      if (ended) this.#misread(`is ${decoded.what} (${found(text)})`);
      return;
    }
    if (decoded.kind === 'op') {
      const isShared = this.#sessions.isShared(this.#cut.session.ofText(decoded.line.session));
      const op = movedOperation(decoded.line, open.timing, { isShared });
      this.#count(open.merged);
      this.text.line(op);
      this.#push(op.end);
      return;
    }
    const line = movedLine(decoded.line, open.timing, open.merged);
    this.text.line(line);
    this.#push('to' in line ? line.to : 'at' in line ? line.at : 0);
  }

  #count({ line: { experiment } }: MergedExperiment): void {
    this.operations.set(experiment, (this.operations.get(experiment) ?? 0) + 1);
  }

  #misread(what: string): void {
    const at = Math.max(0, this.times.at(-1) ?? 0);
    const note = `${this.#part.name}: line ${grouped(this.#number)} ${what}. Verdicts that need it are unknown`;
    this.text.line({ note, at: Math.round(at), spoils: true });
    this.#push(at);
  }

  #leave(): void {
    if (this.#open === undefined) return;
    this.#open = undefined;
    this.#push(OVER);
  }

  #push(atMs: number): void {
    this.times.push(atMs);
    this.ends.push(this.text.length);
  }
}
