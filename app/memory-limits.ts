import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';

/** What V8's heap may grow to before the process aborts. */
export const heapLimitBytes = (): number => getHeapStatistics().heap_size_limit;

/** The limit of the control group that the process is in; undefined where it has none below the machine's memory. */
export function memoryLimitBytes(): number | undefined {
  const bytes = process.constrainedMemory();
  return bytes > 0 && bytes < totalmem() ? bytes : undefined;
}
