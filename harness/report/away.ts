import type { FaultResult } from '../model/results.ts';
import { formatMs } from '../units.ts';

/** How long a fault kept the app away from its clients. */
export function awayInWords({ unavailableMs, recovery }: FaultResult): string {
  if (unavailableMs === 0) return 'not away';
  if (unavailableMs !== undefined) return formatMs(unavailableMs);
  return recovery?.verdict === 'fail' ? 'never back' : 'unknown';
}
