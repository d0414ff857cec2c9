import type { HistoryLine, OperationLine } from '../../protocol/history.ts';
import type { Decoded } from './decoded.ts';
import { strangeTimes } from './times.ts';
import { sameShape } from './shape.ts';
import { LINE_NAMES, LINE_SCHEMAS, type LineKind } from './schema.ts';

const not = (what: string): Decoded => ({ kind: 'not', what });
const isKind = (key: string | undefined): key is LineKind =>
  key !== undefined && Object.hasOwn(LINE_SCHEMAS, key);

/** The long way, for any order of fields and for every escape: JSON.parse, then the schema of its kind. */
export function decode(text: string): Decoded {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return not('not a line of a history');
  }
  if (typeof json !== 'object' || json === null) return not('not a line of a history');
  const [kind] = Object.keys(json);
  if (!isKind(kind)) return not('of no known kind');
  const parsed = LINE_SCHEMAS[kind].safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    // The version is for the reader to judge: it can say more than that the line is malformed.
    if (kind === 'history') return { kind, line: json as HistoryLine };
    return not(
      `not ${LINE_NAMES[kind]}${issue === undefined ? '' : ` (${issue.path.join('.')}: ${issue.message})`}`,
    );
  }
  if (kind === 'op') return { kind, line: sameShape(parsed.data as OperationLine) };
  return { kind, line: parsed.data } as Decoded;
}

/** What no schema says: why this operation cannot be judged, if so. */
export function misfit(op: OperationLine): string | undefined {
  if (op.end < op.start) return `ends before it starts (start ${op.start}, end ${op.end})`;
  const strange = strangeTimes(op);
  if (strange !== undefined) return strange;
  const settled = op.outcome === 'ok' && op.absent === undefined;
  switch (op.op) {
    case 'write':
      if (op.key === undefined || op.value === undefined) return 'is a write without a key and a value';
      break;
    case 'increment':
      if (op.key === undefined) return 'is an increment without a key';
      if (settled && typeof op.value !== 'number')
        return 'is an acknowledged increment that was told no number';
      break;
    case 'remove':
      if (op.key === undefined) return 'is a removal without a key';
      break;
    case 'read':
      if (settled && op.key !== undefined && op.value === undefined)
        return 'is a read of a key that saw neither a value nor null';
      break;
    case 'create':
    case 'regenerate':
    case 'destroy':
      break;
  }
  return undefined;
}
