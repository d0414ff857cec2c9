import type { Breakpoint, BreakpointStep, ExperimentResult } from '../model/results.ts';
import { formatCount, formatMs, formatPercent } from '../units.ts';

export const BREAKPOINT_COLUMNS = ['rate', 'operations', 'not served', 'median', 'p99', 'it'] as const;

/** The rates that it went up by, and what came of each; those after the one at which clients gave up are left out. */
export const breakpointRows = ({ steps }: Breakpoint): string[][] =>
  steps
    .filter(({ asked }, index) => asked > 0 || index === 0)
    .map((step) => [
      `${formatCount(Math.round(step.perSecond))}/s`,
      `${formatCount(step.asked)} of ${formatCount(step.planned)}`,
      formatPercent(step.asked === 0 ? 0 : step.unserved / step.asked),
      step.p50Ms === null ? '' : formatMs(step.p50Ms),
      step.p99Ms === null ? '' : formatMs(step.p99Ms),
      outcomeInWords(step),
    ]);

function outcomeInWords({ outcome, by, why }: BreakpointStep): string {
  if (outcome === 'held') return 'held';
  return outcome === 'broke' ? `broke (${by})` : `unknown: ${why}`;
}

/** Whose breakpoint it is, and where. */
export const breakpointSentence = (name: string, { breakpoint }: ExperimentResult): string[] =>
  breakpoint === undefined ? [] : [`${name} ${breakpoint.says}`];
