import { scryptSync } from 'node:crypto';

const BYTES = 12;
const known = new Map<string, string>();

/**
 * What stands for a secret in everything that is written down: the same for the same secret, so that two runs can be
 * compared by it, and slow to be tried out (scrypt, RFC 7914, with Node's default cost), for those that are short.
 */
export function digestOf(secret: string): string {
  const digest = known.get(secret) ?? `scrypt:${scryptSync(secret, 'holdfast', BYTES).toString('base64url')}`;
  known.set(secret, digest);
  return digest;
}
