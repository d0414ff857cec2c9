import type { RefinedResponse } from 'k6/http';
import type { OperationKind, OperationLine, Outcome } from '../../protocol/history.ts';
import {
  HEADERS,
  STATUS_ABSENT,
  STATUS_DESTROYED,
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
 * `info`. Only the probe acknowledges: whatever else stands in front of it (a queue's page, a login, a cache) has
 * answers of its own, with any status, and they say nothing of the session.
 */
function answerOf(op: OperationKind, response: RefinedResponse<'text'>): Answer {
  const { status, error_code: code } = response;
  if (code !== 0 && (status === 0 || (status >= 200 && status < 300))) {
    return { outcome: neverSent(code) ? 'fail' : 'info', error: response.error };
  }
  if (!isByProbe(response)) {
    const by = status >= 200 && status < 300 ? ', and not by the probe' : '';
    return { outcome: 'info', error: `status ${status}${by}` };
  }
  if (status === STATUS_ABSENT) return { outcome: op === 'read' ? 'ok' : 'fail', absent: true };
  if (status === STATUS_REFUSED) return { outcome: 'fail', error: 'refused' };
  if (status === STATUS_FORBIDDEN && op === 'read') return forbidden(response);
  if (status < 200 || status >= 300) return { outcome: 'info', error: `status ${status}` };
  if (status === STATUS_DESTROYED && op === 'destroy') return { outcome: 'ok' };
  return answerOfProbe(op, response);
}

/** Whether an answer was made by the app's probe, which says on each which instance it is of. */
export const isByProbe = ({ headers }: RefinedResponse<'text'>): boolean =>
  headers[INSTANCE_HEADER] !== undefined;

/** The page of a user was closed to this client: the session says nothing of a user, or is not there. */
function forbidden({ body: text }: RefinedResponse<'text'>): Answer {
  const body = bodyIn(text);
  if (body === undefined) return { outcome: 'info', error: `status ${STATUS_FORBIDDEN}` };
  return body.owner === null ? { outcome: 'ok', absent: true } : { outcome: 'ok', body };
}

function answerOfProbe(op: OperationKind, { body: text }: RefinedResponse<'text'>): Answer {
  const body = bodyIn(text);
  if (body === undefined) return { outcome: 'info', error: 'the answer is not JSON' };
  if ((op === 'read' || op === 'increment') && !('value' in body))
    return { outcome: 'info', error: 'the answer has no value, and so is not as the probe gave it' };
  return { outcome: 'ok', body };
}

function bodyIn(text: string | null): ProbeBody | undefined {
  try {
    const body: unknown = JSON.parse(text ?? '');
    return typeof body === 'object' && body !== null ? (body as ProbeBody) : undefined;
  } catch {
    return undefined;
  }
}

/** k6's codes for a name that did not resolve and a connection that was never made (k6: lib/netext/httpext). */
export function neverSent(code: number): boolean {
  return (code >= 1100 && code < 1200) || (code >= 1210 && code < 1220);
}
