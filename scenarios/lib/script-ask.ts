import type { OperationLine } from '../../protocol/history.ts';
import type { Answer, Ask, Sending } from '../../protocol/script.ts';
import { askApp, type Sent } from './app-request.ts';
import type { Asking } from './asking.ts';
import type { Cookies } from './cookies.ts';
import { Mistake } from './script-mistake.ts';
import { TimeUp, type SessionClient } from './session-client.ts';
import type { Addressed } from './session.ts';

/** Ends what a script does where no answer came; whatever it then returns is not what the app said. */
class NoAnswer extends Error {}

/** What came of all that one step of a script asked for. */
export interface Attempt<Returned> extends Pick<
  OperationLine,
  'status' | 'instance' | 'refused' | 'dropped'
> {
  returned?: Returned;
  /** Why it says nothing of what the app did. */
  failed?: Pick<OperationLine, 'outcome' | 'error'>;
  /** The cookies with which the last request went that may have changed something. */
  before?: Cookies;
}

/** Lets a script ask for what it likes in the name of a session, as one operation. */
export function attempt<Returned>(
  client: SessionClient,
  session: Addressed,
  targets: readonly string[],
  work: (ask: Ask) => Returned,
): Attempt<Returned> {
  const all: Attempt<Returned> = {};
  let changed = false;
  let over: TimeUp | undefined;
  const send =
    (method: Asking['method']) =>
    (path: string, sending: Sending = {}) => {
      const isChange = method !== 'GET';
      if (isChange) all.before = session.cookies.copy();
      const asking = { op: 'write', method, path: pathOf(path, targets) } as const;
      if (client.isOver) throw (over = new TimeUp());
      const sent = askApp(client, session, asking, sentBy(sending));
      takeIn(all, sent);
      if (sent.answered === undefined) {
        all.failed ??= changed ? { ...sent.failed, outcome: 'info' } : (sent.failed ?? { outcome: 'info' });
        throw new NoAnswer();
      }
      changed ||= isChange;
      return answerOf(sent.answered);
    };
  try {
    const ask = { get: send('GET'), post: send('POST'), put: send('PUT') };
    all.returned = work({ ...ask, patch: send('PATCH'), delete: send('DELETE') });
  } catch (error) {
    // An answer may be none that it can read.
    const isByAnswer = all.status !== undefined && !(error instanceof Mistake);
    if (all.failed === undefined && !isByAnswer) throw error;
    all.failed ??= {
      outcome: 'info',
      error: `status ${all.status}, at which the script threw: ${String(error)}`,
    };
  }
  // Whatever the script made of that.
  if (over !== undefined) throw over;
  return all;
}

function takeIn(all: Attempt<unknown>, { status, instance, refused, dropped }: Sent): void {
  all.status = status;
  all.instance = instance;
  if (typeof all.refused !== 'string') all.refused = refused ?? all.refused;
  all.dropped = all.dropped || dropped;
}

/** Where a redirect leads is an address. */
function pathOf(path: unknown, targets: readonly string[]): string {
  const text = typeof path === 'string' ? path : '';
  const own = targets.find((each) => text.startsWith(`${each}/`)) ?? '';
  if (text.startsWith('/', own.length)) return text.slice(own.length);
  throw new Mistake(
    `ask.get and the like take a path of the app, such as /cart, and not ${JSON.stringify(path)}`,
  );
}

function sentBy({ form, json, body, headers = {} }: Sending): {
  headers: Record<string, string>;
  body: string | null;
} {
  if (form !== undefined)
    return {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
      body: Object.entries(form)
        .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
        .join('&'),
    };
  if (json !== undefined)
    return { headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(json) };
  return { headers: { ...headers }, body: body ?? null };
}

function answerOf({ status, text, location, headers }: NonNullable<Sent['answered']>): Answer {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    status,
    text,
    location,
    headers: Object.fromEntries(named),
    json(): unknown {
      try {
        return JSON.parse(text);
      } catch {
        return undefined;
      }
    },
  };
}
