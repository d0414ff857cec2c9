import type { Terminal } from './terminal.ts';

/** Who reads what is printed. */
export interface Reader extends Terminal {
  /** The run's folder, as the reader can use it. */
  folder: string;
  /** How the reader calls Holdfast; absent: as in a clone. */
  invocation?: string | undefined;
}

/** One form of a result that is a file of the run's folder. The same result always gives the same text. */
export interface FileFormat<Shown> {
  file: string;
  /** Commands in it are called by `invocation`. */
  render: (shown: Shown, invocation?: string) => string;
  /** The flag by which a user chooses another place for it, and what is written there. */
  flag?: { name: string; what: string };
}

/**
 * All forms that one kind of result can have: what a run came to, what a gate decided, what a comparison shows. One
 * more form is one file that renders it, and one line in the catalogue of its kind.
 */
export interface Formats<Shown> {
  terminal: (shown: Shown, reader: Reader) => string;
  json: (shown: Shown) => string;
  files: readonly FileFormat<Shown>[];
}
