import type { OperationLine } from './history.ts';
import { STATUS_REFUSED } from './routes.ts';

/**
 * How a client was served, operation by operation. `served`: answered as was asked, be it that there is no session,
 * or a refusal that the workload asked for. `refused`: answered with a status of 300 to 499. `failed`: answered with
 * an error of the server (500 and up) or with what cannot be read, or no connection was made. `unknown`: no whole
 * answer came in the client's time.
 */
export type Service = 'served' | 'refused' | 'failed' | 'unknown';

/** Of what is asked outside of faults and their recovery, the share that may go unserved where nobody says. */
export const UNSERVED_ALLOWED = 0.01;

/**
 * How long after a fault's end a subject may stay away where nobody says: longer than clients of servers in use take to
 * connect again by themselves (memcached's 13 s), and no less than one of Mongo's looks for a server (30 s).
 */
export const RECOVER_WITHIN_MS = 30_000;

/** Undefined: nobody was to answer, and nobody did. */
export function serviceOf(
  op: Pick<OperationLine, 'outcome' | 'absent' | 'expected' | 'status' | 'error'>,
): Service | undefined {
  const { outcome, absent, expected, status = 0, error } = op;
  if (outcome === 'ok' || (absent === true && outcome === 'fail')) return 'served';
  if (expected === true) return status === 0 ? undefined : 'served';
  // As recorders wrote it before there was `expected`.
  if (status === STATUS_REFUSED && error === 'refused') return 'served';
  if (status >= 300 && status < 500) return 'refused';
  return status === 0 && outcome === 'info' ? 'unknown' : 'failed';
}

/** Whether it counts as not served. */
export const isUnserved = (op: Parameters<typeof serviceOf>[0]): boolean =>
  (serviceOf(op) ?? 'served') !== 'served';

/** As k6 and others put it: `request timeout`, `ETIMEDOUT`, `timed out`. */
const TIMED_OUT = /time-?d?[ -]?out/i;

/** Whether its client waited for as long as it does, and no answer came. A connection that broke is another thing. */
export const timedOut = ({
  outcome,
  status = 0,
  error = '',
}: Pick<OperationLine, 'outcome' | 'status' | 'error'>): boolean =>
  outcome === 'info' && status === 0 && TIMED_OUT.test(error);

/** What came instead of an answer as was asked: a status, or that there was none. */
export function answerInWords({ status = 0, outcome }: Pick<OperationLine, 'status' | 'outcome'>): string {
  if (status !== 0) return String(status);
  return outcome === 'fail' ? 'no connection' : 'no answer';
}
