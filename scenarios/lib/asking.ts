import type { OperationKind, Value } from '../../protocol/history.ts';
import { ROUTES } from '../../protocol/routes.ts';

/** One operation as it goes over the wire. */
export interface Asking {
  op: OperationKind;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  key?: string;
  /** As the history has it. */
  value?: Value;
  body?: object;
  /** Where the history has not the value itself but something shorter that tells it from others. */
  shorten?: (value: unknown) => Value;
}

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
});

export const incrementing = (key: string): Asking => ({
  op: 'increment',
  method: 'POST',
  path: at(key),
  key,
});

export const removing = (key: string): Asking => ({ op: 'remove', method: 'DELETE', path: at(key), key });

export const reading = (key: string): Asking => ({ op: 'read', method: 'GET', path: at(key), key });

export const destroying = (): Asking => ({ op: 'destroy', method: 'DELETE', path: ROUTES.session });
