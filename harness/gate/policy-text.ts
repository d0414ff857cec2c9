import { isMap, isNode, isPair, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';

/** Where something stands in a file: both count from 1. */
interface Place {
  line: number;
  column: number;
}

/** What stands in a policy's file, and where. */
export interface PolicyText {
  value: unknown;
  /** Where a path leads to, or its nearest part that is there; with a key, where that stands. */
  placeOf: (path: readonly PropertyKey[], key?: string) => Place | undefined;
}

/** A file that is no YAML (and so no JSON), with where. */
export class NotYaml extends Error {}

/**
 * Reads YAML 1.2, of which JSON is a part. Throws `NotYaml`: also for a key that stands twice, of which the first would be
 * lost without a word, and for `<<`, `&` and `*`, which no policy needs and which make small files large.
 */
export function readPolicyText(text: string): PolicyText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const [error] = document.errors;
  if (error) throw notYaml(error.message, placeAt(error.pos[0]));
  visit(document, {
    Alias: (_, { range }) => {
      throw notYaml('an alias (*) has no place in a policy', placeAt(range?.[0] ?? 0));
    },
  });
  return {
    value: document.toJS(),
    placeOf: (path, key) => {
      const offset = offsetOf(document.contents, path, key);
      return offset === undefined ? undefined : placeAt(offset);
    },
  };
}

const notYaml = (why: string, { line, column }: Place) =>
  new NotYaml(`${why} (line ${line}, column ${column})`);

function offsetOf(root: Node | null, path: readonly PropertyKey[], key: string | undefined) {
  let found: unknown = root;
  for (const part of path) {
    const next: unknown = isMap(found) || isSeq(found) ? found.get(part, true) : undefined;
    if (next === undefined) break;
    found = next;
  }
  if (key !== undefined && isMap(found)) {
    const pair = found.items.find((item) => isPair(item) && String(item.key) === key);
    if (isNode(pair?.key)) return pair.key.range?.[0];
  }
  return isNode(found) ? found.range?.[0] : undefined;
}
