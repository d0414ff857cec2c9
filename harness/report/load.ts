import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type HoldfastError, usageError } from '../errors.ts';
import { shownVersion } from '../model/shown-version.ts';
import { type Results, resultsSchema } from '../model/results.ts';

export interface LoadedRun {
  /** The folder that the results are in. */
  folder: string;
  results: Results;
}

/**
 * Reads the results of a run, by its folder or by the file itself. Rejects with a usage error that says what is
 * wrong with it: missing, unreadable, cut off, of another version, or not results.
 */
export async function loadResults(path: string): Promise<LoadedRun> {
  const file = (await isFolder(path)) ? join(path, 'results.json') : path;
  const content = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw unreadable(path, file, error);
  });
  return { folder: dirname(file), results: parse(file, content) };
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(path, path, error);
  });
  return found.isDirectory();
}

function unreadable(path: string, file: string, error: NodeJS.ErrnoException): HoldfastError {
  if (error.code !== 'ENOENT')
    return usageError(`${file} could not be read: ${error.message}`, { cause: error });
  return path === file
    ? usageError(`there is no run at ${path}`, { next: 'ls reports', cause: error })
    : usageError(`${path} has no results.json: its run was not judged, or is no run of Holdfast`, {
        next: `holdfast check ${path}`,
        cause: error,
      });
}

function parse(file: string, content: string): Results {
  const next = `holdfast check ${dirname(file)} (makes it again from plan.json and history.ndjson)`;
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch (cause) {
    throw usageError(`${file} is not JSON, or was cut off: ${String(cause)}`, { next, cause });
  }
  const version = z.object({ results: z.unknown() }).safeParse(json).data?.results;
  if (version !== 1) {
    const seen = version === undefined ? 'no version' : shownVersion(version);
    throw usageError(`${file} has ${seen} of results, and this Holdfast reads version 1`, { next });
  }
  const parsed = resultsSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue ? `${issue.path.join('.')}: ${issue.message}` : parsed.error.message;
  throw usageError(`${file} is not what Holdfast writes (${where})`, { next });
}
