import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { KINDS, type Kind } from '../../protocol/kinds.ts';
import { ROUTES, type ProbeBody } from '../../protocol/routes.ts';
import type { Answer, Call, Route } from './call.ts';
import { present } from './data.ts';
import { putAt, valueAt } from './document.ts';
import { saved } from './saved.ts';

const pattern = `${ROUTES.kind}/:kind`;
const kindSchema = z.object({ kind: z.enum(Object.keys(KINDS) as [Kind, ...Kind[]]) });
const PLACE = 'kinds';

const MAKERS: Record<Kind, () => unknown> = {
  nested: () => ({ a: [{ b: [1, null] }], c: { d: 'tea' } }),
  null: () => null,
  undefined: () => undefined,
  'undefined-in-array': () => [undefined],
  nan: () => NaN,
  infinity: () => Infinity,
  'minus-zero': () => -0,
  date: () => new Date('2026-01-02T03:04:05.678Z'),
  // A text like any other, however much it looks like a date.
  'date-text': () => '2026-01-02T03:04:05.678Z',
  map: () => new Map([['a', 1]]),
  set: () => new Set([1]),
  regexp: () => /tea/u,
  buffer: () => Buffer.from([1, 2, 255]),
  function: () => () => 'tea',
  bigint: () => 1n,
};

/** Values that JSON has no word for: put into the session, and described as they come back. */
export const kindRoutes: readonly Route[] = [
  { method: 'PUT', pattern, run: put },
  { method: 'GET', pattern, run: describe },
];

function put(call: Call): Promise<Answer> {
  const { owner, values } = present(call);
  const { kind } = kindSchema.parse(call.params);
  putAt(values, [PLACE, kind], MAKERS[kind]());
  return saved(call, { owner, key: kind });
}

function describe(call: Call): Answer {
  const { owner, values } = present(call);
  const { kind } = kindSchema.parse(call.params);
  const there = valueAt(values, [PLACE, kind]);
  // Undefined is kept only where its key is.
  const asPutIn = isAsPutIn(kind, there) && Object.hasOwn(valueAt(values, [PLACE]) ?? {}, kind);
  const body: ProbeBody = { owner, key: kind, value: described(there) };
  return { status: 200, json: asPutIn ? { ...body, asPutIn } : body };
}

/**
 * Whether a value is what is put in as this kind, in type and content. A function is its text, and a Buffer its bytes:
 * of what is no JSON either, that much is all that a store could keep.
 */
export function isAsPutIn(kind: Kind, value: unknown): boolean {
  const made = MAKERS[kind]();
  if (typeof made === 'function') return typeof value === 'function' && String(value) === String(made);
  if (Buffer.isBuffer(made)) return value instanceof Uint8Array && made.equals(value);
  return isDeepStrictEqual(value, made);
}

/** What a value is, and what is in it as far as JSON can say: `string "tea"`, `Date "2026-01-02T03:04:05.678Z"`. */
export function described(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Object.is(value, -0)) return 'number -0';
  if (typeof value === 'number' || typeof value === 'bigint') return `${typeof value} ${value}`;
  const json = jsonOf(value);
  if (typeof value !== 'object') return json === undefined ? typeof value : `${typeof value} ${json}`;
  const prototype = Object.getPrototypeOf(value) as { constructor: { name: string } } | null;
  return `${prototype?.constructor.name ?? 'null-prototype'} ${json ?? 'without JSON'}`;
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** For the tests of what is promised of each kind. */
export const madeOf = (kind: Kind): unknown => MAKERS[kind]();
