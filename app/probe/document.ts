/** A place inside a document: the keys that lead to it, one at least, as they are. */
export type Place = readonly string[];

/**
 * What is at a place; undefined where nothing is. Only the document's own properties count, so that `__proto__` and
 * `constructor` are keys like any other.
 */
export function valueAt(document: object, place: Place): unknown {
  let at: unknown = document;
  for (const key of place) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

/** What was asked for cannot be kept at such a place. */
export class NoPlace extends Error {}

/** Puts a value at a place, and objects on the way to it where nothing is. Throws `NoPlace` where an array has none. */
export function putAt(document: object, place: Place, value: unknown): void {
  let at = document;
  for (const key of place.slice(0, -1)) {
    const next = valueAt(at, [key]);
    at = typeof next === 'object' && next !== null ? next : define(at, key, {});
  }
  define(at, place.at(-1) as string, value);
}

/** Takes away what is at a place, if anything is. */
export function removeAt(document: object, place: Place): void {
  const holder = valueAt(document, place.slice(0, -1));
  if (typeof holder === 'object' && holder !== null) Reflect.deleteProperty(holder, place.at(-1) as string);
}

/** An assignment to `__proto__` would change what the object is made from, here and for every other one. */
function define<Value>(holder: object, key: string, value: Value): Value {
  if (Array.isArray(holder) && !isWithin(holder, key))
    throw new NoPlace(`an array of ${holder.length} has no place ${JSON.stringify(key)}`);
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
  return value;
}

/**
 * Whether it is the number of an element, or of the next one. One number far away makes billions of elements, which
 * whatever writes them down does not survive; and what is no number is in no JSON.
 */
const isWithin = (array: readonly unknown[], key: string): boolean =>
  /^(0|[1-9]\d*)$/.test(key) && Number(key) <= array.length;
