import type { Options } from './run-flags.ts';

/** What `holdfast ab` can be told: what is asked of both sides, by the flags of `run`. */
export interface AbOptions extends Omit<Options, 'store' | 'subject' | 'target'> {
  rounds?: number;
  quick: boolean;
  policy?: string;
}
