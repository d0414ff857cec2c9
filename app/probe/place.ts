import { z } from 'zod';
import { ROUTES, type ProbeBody } from '../../protocol/routes.ts';
import type { Answer, Call, Route } from './call.ts';
import { present } from './data.ts';
import { putAt, removeAt, valueAt, type Place } from './document.ts';
import { saved } from './saved.ts';
import { changeIn } from './wanted.ts';

/** What a place leads to may be as deep again as a body may be. */
const keysSchema = z.array(z.string()).min(1).max(32);
const dotted = z.object({
  path: z
    .string()
    .transform((path) => path.split('.'))
    .pipe(keysSchema),
});
const listed = z.object({ keys: z.string().transform(asJson).pipe(keysSchema) });
const querySchema = z.union([dotted, listed]);
const itemSchema = z.object({ item: z.string() });

/** Undefined, which no place is, for what is no JSON. */
function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const pattern = ROUTES.place;

/** Nested values, reached by a dotted path or by one key after the other, and arrays. */
export const placeRoutes: readonly Route[] = [
  { method: 'GET', pattern, run: read },
  { method: 'PUT', pattern, run: write },
  { method: 'DELETE', pattern, run: remove },
  { method: 'POST', pattern, run: push },
];

function read(call: Call): Answer {
  const { owner, values } = present(call);
  const value = valueAt(values, placeOf(call)) ?? null;
  return { status: 200, json: { owner, value } satisfies ProbeBody };
}

function write(call: Call): Promise<Answer> {
  const { owner, values } = present(call);
  const { value } = changeIn(call);
  putAt(values, placeOf(call), value);
  return saved(call, { owner });
}

function remove(call: Call): Promise<Answer> {
  const { owner, values } = present(call);
  const place = placeOf(call);
  const item = itemSchema.safeParse(call.query).data?.item;
  if (item === undefined) removeAt(values, place);
  else putAt(values, place, without(item, arrayAt(values, place)));
  return saved(call, { owner });
}

function push(call: Call): Promise<Answer> {
  const { owner, values } = present(call);
  const { value } = changeIn(call);
  const place = placeOf(call);
  const array = arrayAt(values, place);
  array.push(value);
  putAt(values, place, array);
  return saved(call, { owner });
}

function placeOf({ query }: Call): Place {
  const parsed = querySchema.parse(query);
  return 'path' in parsed ? parsed.path : parsed.keys;
}

/** The array at a place; a new one where nothing is. Throws where something else is: it would be lost. */
function arrayAt(values: object, place: Place): unknown[] {
  const found = valueAt(values, place);
  if (found === undefined) return [];
  if (!Array.isArray(found))
    throw new TypeError(`the session has ${typeof found} at ${place.join(', ')}; expected an array`);
  return found;
}

const without = (item: string, array: readonly unknown[]) =>
  array.filter(
    (element) => !(typeof element === 'object' && element !== null && valueAt(element, ['item']) === item),
  );
