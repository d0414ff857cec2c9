import type { RefinedResponse } from 'k6/http';
import type { OperationKind, OperationLine, Outcome } from '../../protocol/history.ts';
import {
  HEADERS,
  STATUS_ABSENT,
  STATUS_FORBIDDEN,
  STATUS_REFUSED,
  type ProbeBody,
} from '../../protocol/routes.ts';
import { plain, type Asking } from './asking.ts';

/** k6 gives header names in Go's canonical form. */
export const canonical = (name: string): string =>
  name.replaceAll(/(^|-)[a-z]/g, (letters) => letters.toUpperCase());

const INSTANCE_HEADER = canonical(HEADERS.instance);

/** What an answer says of its operation. */
interface Answer {
  outcome: Outcome;
  absent?: true;
  body?: ProbeBody;
  error?: string;
}

/** What of an operation's line an answer tells: all but who did it and when. `owner` is whose tag it should carry. */
export function seenIn(
  { op, key, value, shorten, expects }: Asking,
  response: RefinedResponse<'text'>,
  owner: string,
): Pick<
  OperationLine,
  'op' | 'key' | 'value' | 'absent' | 'owner' | 'outcome' | 'status' | 'instance' | 'error' | 'expected'
> {
  const { outcome, absent, body, error } = answerOf(op, response);
  const seen: ReturnType<typeof seenIn> = { op, outcome, status: response.status };
  if (key !== undefined) seen.key = key;
  if (value !== undefined) seen.value = value;
  else if (body !== undefined && (op === 'read' || op === 'increment'))
    seen.value = (shorten ?? plain)(body.value, body);
  if (absent) seen.absent = true;
  if (body?.owner != null && body.owner !== owner) seen.owner = body.owner;
  const instance = response.headers[INSTANCE_HEADER];
  if (instance !== undefined) seen.instance = instance;
  if (error !== undefined) seen.error = error;
  if (outcome !== 'ok' && !absent && expects?.(response.status)) seen.expected = true;
  return seen;
}

/**
 * Decides what an answer says of its operation. Certain failure is only what never left this machine, what the app
 * refused for want of a session and what it says it took back; everything else that is not an acknowledgement is
 * `info`.
 */
function answerOf(op: OperationKind, response: RefinedResponse<'text'>): Answer {
  const { status, error_code: code } = response;
  if (code !== 0 && (status === 0 || (status >= 200 && status < 300))) {
    return { outcome: neverSent(code) ? 'fail' : 'info', error: response.error };
  }
  const isApps = response.headers[INSTANCE_HEADER] !== undefined;
  if (isApps && status === STATUS_ABSENT) return { outcome: op === 'read' ? 'ok' : 'fail', absent: true };
  if (isApps && status === STATUS_REFUSED) return { outcome: 'fail', error: 'refused' };
  if (isApps && status === STATUS_FORBIDDEN && op === 'read') return forbidden(response);
  if (status < 200 || status >= 300) return { outcome: 'info', error: `status ${status}` };
  if (status === 204) return { outcome: 'ok' };
  return told(response);
}

/** The page of a user was closed to this client: the session says nothing of a user, or is not there. */
function forbidden(response: RefinedResponse<'text'>): Answer {
  const answer = told(response);
  return answer.body?.owner === null ? { outcome: 'ok', absent: true } : answer;
}

function told(response: RefinedResponse<'text'>): Answer {
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
