import type { Data } from './correct-store.ts';

/** What becomes of the parts of what the app keeps in a session. */
interface Change {
  /** Of an entry of an object: what stands in its place; nothing: it is left out. */
  entry?: (key: string, value: unknown) => [key: string, value: unknown] | undefined;
  /** Of an array. */
  array?: (elements: unknown[]) => unknown;
}

/** The session with its values changed, from the innermost out; the rest of it is as it was. */
export function mapped(data: Data, change: Change): Data {
  const { holdfast } = data;
  if (holdfast === undefined) return data;
  const values = changed(holdfast.values, change) as Record<string, unknown>;
  return { ...data, holdfast: { ...holdfast, values } };
}

function changed(value: unknown, change: Change): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const elements = value.map((element) => changed(element, change));
    return change.array?.(elements) ?? elements;
  }
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const entry: [string, unknown] = [key, changed(inner, change)];
    const instead = change.entry === undefined ? entry : change.entry(...entry);
    return instead === undefined ? [] : [instead];
  });
  // Unlike an assignment, this gives even `__proto__` a property of its own.
  return Object.fromEntries(entries);
}
