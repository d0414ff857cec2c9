/**
 * Kinds of values that people put into sessions, most of which JSON has no word for, and what JSON makes of each, in
 * the words of the app's description. A session that is kept as JSON gives back just that; one that is kept otherwise
 * may give back what was put in, which is right as well. Undefined: JSON cannot write it at all.
 */
export const KINDS = {
  nested: 'Object {"a":[{"b":[1,null]}],"c":{"d":"tea"}}',
  null: 'null',
  undefined: 'undefined',
  'undefined-in-array': 'Array [null]',
  nan: 'null',
  infinity: 'null',
  'minus-zero': 'number 0',
  date: 'string "2026-01-02T03:04:05.678Z"',
  'date-text': 'string "2026-01-02T03:04:05.678Z"',
  map: 'Object {}',
  set: 'Object {}',
  regexp: 'Object {}',
  buffer: 'Object {"type":"Buffer","data":[1,2,255]}',
  function: 'undefined',
  bigint: undefined,
} as const satisfies Record<string, string | undefined>;

export type Kind = keyof typeof KINDS;

/** Those that JSON has words for: they come back as they were. */
export const PLAIN_KINDS: readonly Kind[] = ['nested', 'null', 'date-text'];

/** What the figure is called that counts how often a kind came back exactly as it was put in. */
export const keptAs = (kind: Kind): string => `as put in: ${kind}`;
