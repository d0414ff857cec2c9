import type { FaultResult } from '../model/results.ts';

/** What sets a fault apart from one of the plan that took effect, to stand behind its name; else nothing. */
export function remarkOn({ planned, tookEffect }: Pick<FaultResult, 'planned' | 'tookEffect'>): string {
  if (!planned) return tookEffect ? ' (by itself)' : ' (by itself, did not heal)';
  return tookEffect ? '' : ' (no effect)';
}
