import type { Request, Router } from 'express';
import { z } from 'zod';
import { ROUTES, type ProbeBody } from '../../protocol/routes.ts';
import { present } from './data.ts';
import { putAt, removeAt, valueAt, type Place } from './document.ts';
import type { Saver } from './save.ts';
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

/** Nested values, reached by a dotted path or by one key after the other, and arrays. */
export function placeRoutes(router: Router, { acknowledge }: Saver): void {
  router.get(ROUTES.place, (request, response) => {
    const data = present(request, response);
    if (!data) return;
    const value = valueAt(data.values, placeOf(request)) ?? null;
    response.json({ owner: data.owner, value } satisfies ProbeBody);
  });

  router.put(ROUTES.place, async (request, response) => {
    const data = present(request, response);
    if (!data) return;
    const change = changeIn(request, response);
    if (!change) return;
    putAt(data.values, placeOf(request), change.value);
    await acknowledge(request, response, { owner: data.owner });
  });

  router.delete(ROUTES.place, async (request, response) => {
    const data = present(request, response);
    if (!data) return;
    const place = placeOf(request);
    const item = itemSchema.safeParse(request.query).data?.item;
    if (item === undefined) removeAt(data.values, place);
    else putAt(data.values, place, without(item, arrayAt(data.values, place)));
    await acknowledge(request, response, { owner: data.owner });
  });

  router.post(ROUTES.place, async (request, response) => {
    const data = present(request, response);
    if (!data) return;
    const change = changeIn(request, response);
    if (!change) return;
    const array = arrayAt(data.values, placeOf(request));
    array.push(change.value);
    putAt(data.values, placeOf(request), array);
    await acknowledge(request, response, { owner: data.owner });
  });
}

function placeOf({ query }: Request): Place {
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
