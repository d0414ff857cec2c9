import http from 'k6/http';
import type { OperationLine } from '../../protocol/history.ts';
import { BALANCED_TO, HEADERS } from '../../protocol/routes.ts';
import { canonical, neverSent } from './answer.ts';
import type { Asking } from './asking.ts';
import type { SessionClient } from './session-client.ts';
import type { Addressed } from './session.ts';

const BALANCED_HEADER = canonical(BALANCED_TO);

/** What came of a request to an app that mounts no probe. */
export interface Sent extends Pick<OperationLine, 'instance' | 'refused' | 'dropped'> {
  status: number;
  /** Why there is no answer, and whether it certainly never left this machine. */
  failed?: Pick<OperationLine, 'outcome' | 'error'>;
  answered?: Answered;
}

interface Answered {
  status: number;
  location: string | undefined;
  text: string;
  url: string;
  /** By the names that k6 gives them. */
  headers: Readonly<Record<string, string>>;
}

/** What goes along with it. */
export interface Sending {
  headers: Readonly<Record<string, string>>;
  body: string | null;
}

/** Asks an app as the browser of a session does, with its cookies, and takes in those of the answer. */
export function askApp(
  client: SessionClient,
  session: Addressed,
  asking: Pick<Asking, 'op' | 'method' | 'path'>,
  sending: Sending = { headers: {}, body: null },
): Sent {
  const { method, url, params } = client.requestFor(session, asking);
  const { [HEADERS.probe]: _, ...headers } = params.headers ?? {};
  const origin = /^\w+:\/\/[^/]*/.exec(url)?.[0] ?? '';
  // As browsers send it with what changes something, for apps that ask where it comes from.
  const more: Record<string, string> = method === 'GET' ? {} : { Origin: origin, Referer: url };
  const response = http.request(method, url, sending.body, {
    ...params,
    headers: { Accept: 'text/html,application/json', ...headers, ...more, ...sending.headers },
  });
  const { status, error_code: code, error } = response;
  const taken = client.cookiesTaken(session.cookies, response.headers, url);
  const sent: Sent = {
    status,
    instance: response.headers[BALANCED_HEADER],
    refused: session.cookies.takeRefusal() ?? taken.refused,
    dropped: taken.dropped,
  };
  if (code !== 0 && (status === 0 || (status >= 200 && status < 300)))
    return { ...sent, failed: { outcome: neverSent(code) ? 'fail' : 'info', error } };
  const { headers: named } = response;
  const answered = { status, location: named['Location'], text: response.body ?? '', url, headers: named };
  return { ...sent, answered };
}
