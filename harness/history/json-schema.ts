import { z } from 'zod';
import { LINE_NAMES, LINE_SCHEMAS, type LineKind } from './schema.ts';

/** JSON Schema of one line, by the kinds that the reader itself checks; docs/history.schema.json is this, written out. */
export function historySchema(): object {
  const kinds = Object.keys(LINE_SCHEMAS) as LineKind[];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'One line of a Holdfast history',
    description:
      'A history is one JSON object a line. The first key of a line names its kind. See HISTORY.md.',
    oneOf: kinds.map((kind) => ({ $ref: `#/$defs/${kind}` })),
    $defs: Object.fromEntries(kinds.map((kind) => [kind, definition(kind)])),
  };
}

function definition(kind: LineKind): object {
  // Readers pass over fields that they do not know, so that a recorder may add its own.
  const { $schema: _, ...schema } = z.toJSONSchema(LINE_SCHEMAS[kind], {
    target: 'draft-2020-12',
    io: 'input',
  });
  return { title: LINE_NAMES[kind], ...schema };
}
