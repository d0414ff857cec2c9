import { readFileSync } from 'node:fs';

/** Whether a folder's mark, in this file, is the one that a run has put into it. */
export function isMarked(file: string, token: string): boolean {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { token?: unknown }).token === token;
  } catch {
    return false;
  }
}
