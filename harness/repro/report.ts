import type { Draft } from '../plan/draft.ts';
import type { ExperimentResult } from '../model/results.ts';

/** What one attempt showed: whether it is there, and the figures that say so. */
export interface Sighting {
  /** Undefined: the attempt had no occasion to show it. */
  reproduced: boolean | undefined;
  evidence: string;
}

/** What an attempt left behind besides its result. */
export interface Trace {
  /** What the app's first instance printed. */
  appLog: string;
  /** Acknowledgements whose save had failed, as the app counted them. */
  unsaved: number;
}

/** What an attempt left behind. */
export interface Attempt extends Trace {
  result: ExperimentResult;
}

/** What somebody said in public of a store or of express-session, as an experiment that shows whether it is so here. */
export interface PublicReport {
  title: string;
  /** What is said, in our words. */
  says: string;
  /** Where. */
  sources: readonly [string, ...string[]];
  /** Which versions are said to show it. */
  versions: string;
  /** The packages whose installed versions are what is tested. */
  packages: readonly [string, ...string[]];
  /** One attempt. */
  draft: Draft;
  /** Called only for an attempt that came to its end and whose record can be trusted. */
  seen(attempt: Attempt): Sighting;
}
