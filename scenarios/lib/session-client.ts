import http, { type RefinedResponse } from 'k6/http';
import type { OperationKind, OperationLine, Outcome, Value } from '../../protocol/history.ts';
import { HEADERS, ROUTES, STATUS_ABSENT, type ProbeBody } from '../../protocol/routes.ts';
import type { Record } from './recorder.ts';
import type { Settings } from './settings.ts';

/** k6 gives header names in Go's canonical form. */
const INSTANCE_HEADER = HEADERS.instance.replaceAll(/(^|-)[a-z]/g, (letters) => letters.toUpperCase());

/** One session as one client holds it: a cookie jar of its own, and what the client last saw acknowledged. */
export class Session {
  readonly name: string;
  readonly jar = new http.CookieJar();
  readonly acknowledged = new Map<string, Value>();
  /** Keys whose last write has an unknown outcome: the client cannot say what it should see. */
  readonly uncertain = new Set<string>();
  /** Where a sticky balancer sends it. */
  readonly home: string;
  created = false;
  /** Operations in a row that found no session. */
  absences = 0;

  constructor(name: string, home: string) {
    this.name = name;
    this.home = home;
  }
}

interface Operation {
  op: OperationKind;
  key?: string;
  value?: Value;
  due: number;
}

interface Seen {
  outcome: Outcome;
  absent?: true;
  body?: ProbeBody;
  error?: string;
}

/** What one client does over HTTP; every operation is recorded, and its line returned. */
export class SessionClient {
  readonly id: string;
  readonly #settings: Settings;
  readonly #clock: () => number;
  readonly #record: Record;
  readonly #random: () => number;

  constructor(
    id: string,
    settings: Settings,
    tools: { clock: () => number; record: Record; random: () => number },
  ) {
    this.id = id;
    this.#settings = settings;
    this.#clock = tools.clock;
    this.#record = tools.record;
    this.#random = tools.random;
  }

  /** Makes a session that the app does not know yet. */
  open(name: string): Session {
    return new Session(name, this.#anyTarget());
  }

  create(session: Session, due: number): OperationLine {
    const body = { owner: session.name, bytes: this.#settings.bytes || undefined };
    const line = this.#perform(session, { op: 'create', due }, 'POST', ROUTES.session, body);
    session.created ||= line.outcome === 'ok';
    return line;
  }

  write(session: Session, key: string, value: Value, due: number): OperationLine {
    const path = `${ROUTES.key}/${encodeURIComponent(key)}`;
    const line = this.#perform(session, { op: 'write', key, value, due }, 'PUT', path, { value });
    if (line.outcome === 'ok') {
      session.acknowledged.set(key, value);
      session.uncertain.delete(key);
    } else if (line.outcome === 'info') session.uncertain.add(key);
    return line;
  }

  read(session: Session, key: string, due: number): OperationLine {
    return this.#perform(
      session,
      { op: 'read', key, due },
      'GET',
      `${ROUTES.key}/${encodeURIComponent(key)}`,
    );
  }

  #perform(
    session: Session,
    operation: Operation,
    method: string,
    path: string,
    body?: object,
  ): OperationLine {
    const { balance, timeoutMs } = this.#settings;
    const target = balance === 'sticky' ? session.home : this.#anyTarget();
    const start = this.#clock();
    const response = http.request(method, target + path, body === undefined ? null : JSON.stringify(body), {
      jar: session.jar,
      timeout: timeoutMs,
      redirects: 0,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      tags: { name: `${method} ${path}` },
    });
    const end = this.#clock();
    const seen = classify(operation.op, response);
    const line: OperationLine = {
      ...operation,
      ...valueOf(operation, seen),
      session: session.name,
      client: this.id,
      outcome: seen.outcome,
      start,
      end,
      status: response.status,
    };
    if (seen.absent) line.absent = true;
    const owner = seen.body?.owner;
    if (owner != null && owner !== session.name) line.owner = owner;
    const instance = response.headers[INSTANCE_HEADER];
    if (instance !== undefined) line.instance = instance;
    if (seen.error !== undefined) line.error = seen.error;
    session.absences = seen.absent ? session.absences + 1 : seen.outcome === 'ok' ? 0 : session.absences;
    this.#record(line, impressionOf(session, line));
    return line;
  }

  #anyTarget(): string {
    const { targets } = this.#settings;
    return targets[Math.floor(this.#random() * targets.length)] as string;
  }
}

function valueOf({ op }: Operation, { body }: Seen): { value?: Value } {
  return op === 'read' && body !== undefined ? { value: (body.value ?? null) as Value } : {};
}

function impressionOf(session: Session, line: OperationLine): { missing?: boolean; wrong?: boolean } {
  if (!session.created || line.op === 'create' || (line.outcome !== 'ok' && !line.absent)) return {};
  if (line.op !== 'read' || line.absent) return { missing: line.absent === true };
  if (session.uncertain.has(line.key ?? '')) return { missing: false };
  const expected = session.acknowledged.get(line.key ?? '') ?? null;
  return { missing: false, wrong: line.owner !== undefined || line.value !== expected };
}

/**
 * Decides what an answer says of its operation. Certain failure is only what never left this machine or what the
 * app refused for want of a session; everything else that is not an acknowledgement is `info`.
 */
function classify(op: OperationKind, response: RefinedResponse<'text'>): Seen {
  const { status, error_code: code } = response;
  if (code !== 0 && (status === 0 || (status >= 200 && status < 300))) {
    return { outcome: neverSent(code) ? 'fail' : 'info', error: response.error };
  }
  if (status === STATUS_ABSENT && response.headers[INSTANCE_HEADER] !== undefined) {
    return { outcome: op === 'read' ? 'ok' : 'fail', absent: true };
  }
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
