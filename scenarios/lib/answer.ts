import type { RefinedResponse } from 'k6/http';
import type { OperationKind, Outcome } from '../../protocol/history.ts';
import { HEADERS, STATUS_ABSENT, STATUS_REFUSED, type ProbeBody } from '../../protocol/routes.ts';

/** k6 gives header names in Go's canonical form. */
export const INSTANCE_HEADER = HEADERS.instance.replaceAll(/(^|-)[a-z]/g, (letters) => letters.toUpperCase());

/** What an answer says of its operation. */
export interface Answer {
  outcome: Outcome;
  absent?: true;
  body?: ProbeBody;
  error?: string;
}

/**
 * Decides what an answer says of its operation. Certain failure is only what never left this machine, what the app
 * refused for want of a session and what it says it took back; everything else that is not an acknowledgement is
 * `info`.
 */
export function answerOf(op: OperationKind, response: RefinedResponse<'text'>): Answer {
  const { status, error_code: code } = response;
  if (code !== 0 && (status === 0 || (status >= 200 && status < 300))) {
    return { outcome: neverSent(code) ? 'fail' : 'info', error: response.error };
  }
  const isApps = response.headers[INSTANCE_HEADER] !== undefined;
  if (isApps && status === STATUS_ABSENT) return { outcome: op === 'read' ? 'ok' : 'fail', absent: true };
  if (isApps && status === STATUS_REFUSED) return { outcome: 'fail', error: 'refused' };
  if (status < 200 || status >= 300) return { outcome: 'info', error: `status ${status}` };
  if (status === 204) return { outcome: 'ok' };
  try {
    return { outcome: 'ok', body: response.json() as unknown as ProbeBody };
  } catch {
    return { outcome: 'info', error: 'the answer is not JSON' };
  }
}

/** k6's codes for a name that did not resolve and a connection that was never made (k6: lib/netext/httpext). */
function neverSent(code: number): boolean {
  return (code >= 1100 && code < 1200) || (code >= 1210 && code < 1220);
}
