/** From 50 on it is an error, of the levels of pino and bunyan. */
const ERROR_LEVEL = 50;
const ERROR_NAME = /^(?:error|err|fatal|crit|critical|alert|emerg|emergency|severe|panic)$/i;

/** Whether a line may be a record of a logger that writes JSON. */
export const isRecord = (line: string): boolean => line.startsWith('{') && line.trimEnd().endsWith('}');

/** What such a record says, and whether as an error; undefined where it is none, or bears no level. */
export function textOfRecord(line: string): { text: string; isError: boolean } | undefined {
  let record: Readonly<Record<string, unknown>>;
  try {
    record = JSON.parse(line) as typeof record;
  } catch {
    return undefined;
  }
  const level = record['level'] ?? record['severity'] ?? record['levelname'] ?? record['lvl'];
  if (typeof level !== 'number' && typeof level !== 'string') return undefined;
  const isError = typeof level === 'number' ? level >= ERROR_LEVEL : ERROR_NAME.test(level);
  const said = [record['msg'], record['message'], messageIn(record['err'] ?? record['error'])];
  const parts = said.filter((part) => typeof part === 'string' && part !== '');
  return { text: parts.length > 0 ? [...new Set(parts)].join(': ').replaceAll(/\s+/g, ' ') : line, isError };
}

function messageIn(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return error;
  const { type, name, message } = error as { type?: unknown; name?: unknown; message?: unknown };
  const called = type ?? name;
  return typeof called === 'string' && typeof message === 'string' ? `${called}: ${message}` : message;
}
