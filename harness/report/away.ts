import type { FaultResult } from '../model/results.ts';
import { formatMs } from '../units.ts';

/** How long a fault kept the app away from its clients, or kept them all waiting for answers that came in the end. */
export function awayInWords({ unavailableMs, noneServedMs = 0, recovery }: FaultResult): string {
  if (unavailableMs === 0) return noneServedMs > 0 ? `all waited ${formatMs(noneServedMs)}` : 'not away';
  if (unavailableMs !== undefined) return formatMs(unavailableMs);
  return recovery?.verdict === 'fail' ? 'never back' : 'unknown';
}
