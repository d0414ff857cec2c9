import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { parse } from 'node:querystring';
import { ABOUT_ROUTE, PROBE_PROTOCOL, type AboutBody } from '../../protocol/about.ts';
import { HEADERS } from '../../protocol/routes.ts';
import { guard } from '../guard.ts';
import { instanceName, PREFIX, type MountOptions } from '../mounting.ts';
import { answerToBad, assertShallow } from '../probe/bounds.ts';
import type { Answer } from '../probe/call.ts';
import { routeOf } from '../probe/match.ts';
import type { ProbeSession } from '../probe/session-of.ts';
import { bodyOf } from './body.ts';

/** A request below the prefix, as a framework has it. */
export interface Asked {
  /** What came over the wire. */
  raw: IncomingMessage;
  /** A body that something before the probe has taken in already. */
  parsed?: unknown;
  session: ProbeSession;
  /** What keeps the sessions, and how. */
  about: () => Pick<AboutBody, 'sessions' | 'ttlMs' | 'secure'>;
  /** Whether the store has the session of a cookie that was not taken. */
  isUnread?: () => Promise<boolean>;
  protocol: string;
  hostname: string;
}

export interface Given {
  answer: Answer;
  headers: Record<string, string>;
}

/**
 * The probe, for frameworks that have a request and send an answer: what is below the prefix is guarded and answered
 * here, all by the same rules. Sessions are saved before the answer. Undefined for what is the app's own; rejects with
 * what is the app's to answer.
 */
export function mounted({ hosts = [], instance = instanceName() }: MountOptions) {
  const refusalOf = guard(hosts);
  const common = { [HEADERS.instance]: instance };

  return async (asked: Asked): Promise<Given | undefined> => {
    const { raw, session } = asked;
    const { method = '', headers } = raw;
    const { path, query } = placeOf(raw);
    const held = () => (session.isReadable ? session.data : undefined);
    const refusal = refusalOf({ method, headers, held });
    if (refusal) return { answer: refusal, headers: common };
    if (path === ABOUT_ROUTE && method === 'GET') {
      const about = {
        holdfast: 'probe',
        protocol: PROBE_PROTOCOL,
        instance,
        saveMode: 'awaited',
        ...asked.about(),
      } satisfies AboutBody;
      return { answer: { status: 200, json: about }, headers: common };
    }
    let unread = {};
    try {
      const found = routeOf(method, path);
      if (found === undefined) return undefined;
      if (await asked.isUnread?.()) unread = { [HEADERS.unread]: 'yes' };
      const body = asked.parsed ?? (await bodyOf(raw));
      assertShallow(body);
      const { protocol, hostname } = asked;
      const { route, params } = found;
      const answer = await route.run({ params, query, body, session, instance, protocol, hostname });
      return { answer, headers: { ...common, ...unread } };
    } catch (error) {
      const answer = answerToBad(error);
      if (answer) return { answer, headers: { ...common, ...unread } };
      throw error;
    }
  };
}

/** Whether a request is for the probe. */
export const isOurs = ({ url = '' }: IncomingMessage): boolean => url.startsWith(PREFIX);

/** Of a proxy nothing is known here: the name is that of the Host header. */
export const nameIn = ({ host = '' }: IncomingHttpHeaders): string =>
  URL.parse(`http://${host}`)?.hostname ?? '';

function placeOf({ url = '' }: IncomingMessage): { path: string; query: unknown } {
  const [path = '', ...rest] = url.split('?');
  return { path, query: parse(rest.join('?')) };
}
