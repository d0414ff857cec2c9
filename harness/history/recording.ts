import type { DoneLine, EndLine, ExperimentLine, Line } from '../../protocol/history.ts';
import type { HistoryWriter } from './writer.ts';

/**
 * One experiment's part of a history while it is being made. The generator opens it, with the epoch that all times
 * count from; what the harness has to say before that waits.
 */
export class Recording {
  readonly #history: HistoryWriter;
  readonly #onLine: (line: string) => void;
  readonly #hide: (text: string) => string;
  readonly #early: Line[] = [];
  #epochMs: number | undefined;
  #end: string | undefined;
  /** How many operations the clients say that they recorded; undefined: one of them does not say. */
  #operations: number | undefined = 0;

  /** What the harness has to say goes through `hide`: it may quote what a subject printed. */
  constructor(
    history: HistoryWriter,
    onLine: (line: string) => void,
    hide: (text: string) => string = (text) => text,
  ) {
    this.#history = history;
    this.#onLine = onLine;
    this.#hide = hide;
  }

  /** Milliseconds since the epoch; 0 before it is known. */
  readonly clock = (): number =>
    this.#epochMs === undefined ? 0 : performance.timeOrigin + performance.now() - this.#epochMs;

  /** A moment of Unix time, in milliseconds, as milliseconds since the epoch; never before it. */
  readonly since = (unixMs: number): number =>
    this.#epochMs === undefined ? 0 : Math.max(0, unixMs - this.#epochMs);

  /** A line of the generator's. Its end is not yet the experiment's: a fault may still be healing. */
  readonly fromGenerator = (line: string): void => {
    if (line.startsWith('{"end"')) this.#end = line;
    else this.#history.writeRaw(line);
    this.#onLine(line);
    if (line.startsWith('{"done"')) this.#done(JSON.parse(line) as DoneLine);
    if (line.startsWith('{"experiment"')) this.#begin((JSON.parse(line) as ExperimentLine).epochMs);
  };

  /** A line of the harness's own. */
  readonly add = (line: Line): void => {
    if (this.#epochMs === undefined) this.#early.push(line);
    else this.#write(line);
  };

  note(note: string, figures?: Readonly<Record<string, number>>): void {
    this.add({ note: this.#hide(note), at: this.clock(), spoils: false, ...(figures ? { figures } : {}) });
  }

  /** Verdicts of this experiment cannot be trusted, for this reason. */
  spoil(note: string): void {
    this.add({ note: this.#hide(note), at: this.clock(), spoils: true });
  }

  /** Closes the experiment, if the generator came to its end; else it stays open, which is how it is seen. */
  finish(): void {
    if (this.#end === undefined) return;
    if (this.#operations === undefined) this.#history.writeRaw(this.#end);
    else this.#history.write({ ...(JSON.parse(this.#end) as EndLine), operations: this.#operations });
  }

  /** Opens the experiment in the generator's stead, so that what was said of it is not lost; gives its epoch. */
  openWithoutGenerator(experiment: string, store: string, clients?: number): number {
    if (this.#epochMs !== undefined) return this.#epochMs;
    const epochMs = Date.now();
    this.#history.write({ experiment, epochMs, store, ...(clients !== undefined && { clients }) });
    this.#begin(epochMs);
    return epochMs;
  }

  #done({ operations }: DoneLine): void {
    if (operations === undefined || this.#operations === undefined) this.#operations = undefined;
    else this.#operations += operations;
  }

  #begin(epochMs: number): void {
    this.#epochMs = epochMs;
    for (const line of this.#early.splice(0)) this.#write(line);
  }

  #write(line: Line): void {
    this.#history.write(line);
    this.#onLine(JSON.stringify(line));
  }
}
