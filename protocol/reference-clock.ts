/** Where the exporter tells the time, for load generators on several machines to compare their clocks with. */
export const CLOCK_ROUTE = '/clock';
/** What a history calls it. */
export const CLOCK_NAME = 'exporter';

/** Unix time in milliseconds with fractions, as the answer has it; undefined where it is none. */
export function readTime(body: string): number | undefined {
  return /^\d{13}(\.\d+)?$/.test(body) ? Number(body) : undefined;
}
