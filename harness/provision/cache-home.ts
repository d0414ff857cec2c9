import { isAbsolute } from 'node:path';
import envPaths from 'env-paths';
import { usageError } from '../errors.ts';

// An empty suffix: the library's is for programs that share their name with a desktop application.
const USUAL = envPaths('holdfast', { suffix: '' }).cache;

/**
 * The folder of the tools that were fetched: HOLDFAST_CACHE, or the user's own place for such things. Throws a usage
 * error where that is none: an empty HOME makes a path that means another folder wherever it is read.
 */
export function cacheHome(env: NodeJS.ProcessEnv, usual = USUAL): string {
  const folder = env['HOLDFAST_CACHE'] || usual;
  if (isAbsolute(folder)) return folder;
  throw usageError(`there is no place for the tools that Holdfast fetches: "${folder}" is not a whole path`, {
    next: 'set HOME, or HOLDFAST_CACHE to the whole path of a folder',
  });
}
