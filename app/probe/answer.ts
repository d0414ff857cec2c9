import type { Answer } from './call.ts';

/** What an answer says, and what that is; no type where it says nothing. */
export function bodyIn({ json, location }: Answer): { type: 'html' | 'json' | undefined; text: string } {
  if (location !== undefined) return { type: 'html', text: PAGE };
  return json === undefined ? { type: undefined, text: '' } : { type: 'json', text: jsonOf(json) };
}

/**
 * JSON, also of a session with a bigint in it: a store that keeps values as they are gives it back, and what the probe
 * says of that session is not to fail by it.
 */
export const jsonOf = (value: object): string =>
  JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? String(each) : each));

/**
 * What comes with a redirect, for those who do not follow it. Browsers follow as soon as the headers are there. Go's
 * client, and with it k6, first reads a page of up to 2,048 bytes to its end, but no longer one: hence the length.
 */
const PAGE = `<!doctype html><title>Found</title><p>This page has moved.</p>${'<!-- no shorter than this -->'.repeat(100)}`;
