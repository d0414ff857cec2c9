import type { OperationKind, Value } from '../../protocol/history.ts';
import { ROUTES, STATUS_REFUSED, type ProbeBody } from '../../protocol/routes.ts';

/** One operation as it goes over the wire. */
export interface Asking {
  op: OperationKind;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  key?: string;
  /** As the history has it. */
  value?: Value;
  body?: object;
  /** Where the history has not the value itself but something shorter that tells it from others. */
  shorten?: (value: unknown, body: ProbeBody) => Value;
  /** Whether an answer of this status (0: none) is what the client asks for, though it is no acknowledgement. */
  expects?: (status: number) => boolean;
  /** Where the client waits for this one less long than for others. */
  timeoutMs?: number;
}

/** A value as the history can have it: what is none comes as JSON, and so as nothing that anybody wrote. */
export function plain(value: unknown): Value {
  if (value == null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : (value as Value);
}

/** A value that a session is to hold from the start. */
export interface First {
  key: string;
  value: Value;
}

/** To make a session, or one in place of another, that carries its owner's tag. */
export const creating = (owner: string, first?: First, bytes?: number): Asking => ({
  op: 'create',
  method: 'POST',
  path: ROUTES.session,
  ...first,
  body: { owner, ...first, bytes },
});

export const loggingIn = (owner: string, first: First): Asking => ({
  ...creating(owner, first),
  op: 'regenerate',
  path: ROUTES.login,
});

const at = (key: string) => `${ROUTES.key}/${encodeURIComponent(key)}`;

export const writing = (key: string, value: Value): Asking => ({
  op: 'write',
  method: 'PUT',
  path: at(key),
  key,
  value,
  body: { value },
});

/** A write that the app takes back before it answers. */
export const refused = (key: string, value: Value): Asking => ({
  ...writing(key, value),
  body: { value, refuse: true },
  expects: (status) => status === STATUS_REFUSED,
});

export const incrementing = (key: string): Asking => ({
  op: 'increment',
  method: 'POST',
  path: at(key),
  key,
});

export const removing = (key: string): Asking => ({ op: 'remove', method: 'DELETE', path: at(key), key });

export const reading = (key: string): Asking => ({ op: 'read', method: 'GET', path: at(key), key });

/** A write as a form does it: answered with a redirect to the key. `host`: where that is to lead. */
export const posting = (key: string, value: Value, host: string): Asking => ({
  ...writing(key, value),
  method: 'POST',
  path: `${ROUTES.redirectKey}/${encodeURIComponent(key)}`,
  body: { value, host },
});

/** A login that is answered with a redirect to the key that it set. */
export const loggingInByForm = (owner: string, first: First, host: string): Asking => ({
  ...loggingIn(owner, first),
  path: ROUTES.redirectLogin,
  body: { owner, ...first, host },
});

export const destroying = (): Asking => ({ op: 'destroy', method: 'DELETE', path: ROUTES.session });
