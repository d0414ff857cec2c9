import { resolve } from 'node:path';
import { usageError } from '../../errors.ts';
import { PassedOver, absent } from '../passed-over.ts';
import type { Search } from '../search.ts';
import type { Tool } from '../tool.ts';
import { verify } from '../verify.ts';

/** The path that the user gave. One that will not do is an error: to use another program silently would mislead. */
export async function fromGiven(search: Search): Promise<Tool> {
  const { name, given, entry } = search;
  if (given === undefined) throw absent('unset');
  const path = resolve(given);
  try {
    return { name, path, version: await verify(search, path), source: 'given', detail: entry.variable };
  } catch (error) {
    if (!(error instanceof PassedOver)) throw error;
    throw usageError(`${entry.variable} names a ${name} that cannot be used: ${error.message}`, {
      next: `set it to a ${name} of version ${entry.atLeast} or later, or unset it`,
      cause: error,
    });
  }
}
