import crypto from 'k6/crypto';

/** Twelve hexadecimal digits that tell a document from others. The order of its keys does not count: JSON has none. */
export function digestOf(value: unknown): string {
  return crypto.md5(JSON.stringify(inOrder(value)), 'hex').slice(0, 12);
}

function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const entries = Object.entries(value).map(([key, inner]) => [key, inOrder(inner)] as const);
  return entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
}
