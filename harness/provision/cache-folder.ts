import { glob, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { acquireLock } from '../../bin/lock.mjs';
import type { FetchSource } from '../../servers/lib/program.ts';
import { absent, failed } from './passed-over.ts';
import type { Search } from './search.ts';
import type { Tool } from './tool.ts';
import { verify } from './verify.ts';

/** What a source has put into its folder. */
const Made = z.object({
  program: z.string(),
  /** Folders that LD_LIBRARY_PATH must name. */
  libraries: z.array(z.string()),
  source: z.enum(['release', 'registry']),
  detail: z.string(),
});
export type Made = z.infer<typeof Made>;

const MANIFEST = 'tool.json';
const PART = '.part-';
const WAIT_LIMIT_MS = 20 * 60_000;

/** A new version in the catalogue, or another distribution on a shared disk, is another folder. */
export function cacheFolder({ cacheDir, name, machine }: Search, source: FetchSource): string {
  const { id, version } = machine.distribution;
  const what = source.kind === 'debian' ? `${id}${version}` : source.version;
  return join(cacheDir, name, `${source.kind}-${what}-${machine.platform}-${machine.arch}`);
}

/** The tool that is in the cache, run and found good. */
export async function readCached(search: Search, source: FetchSource): Promise<Tool> {
  const folder = cacheFolder(search, source);
  const manifest = await readFile(join(folder, MANIFEST), 'utf8').catch(() => undefined);
  if (manifest === undefined) throw absent('not there');
  const made = Made.safeParse(jsonOf(manifest));
  if (!made.success) throw failed(`${join(folder, MANIFEST)} cannot be read`);
  return { ...(await toolIn(search, folder, made.data)), source: 'cache' };
}

/**
 * Has `make` fill a folder, runs what it made, and only then gives the folder its name in the cache: whatever is
 * cut off leaves nothing that looks finished. A second process waits and takes what the first one made.
 */
export async function fillCache(
  search: Search,
  source: FetchSource,
  make: (folder: string) => Promise<Made>,
): Promise<Tool> {
  const folder = cacheFolder(search, source);
  const release = await lock(search, `${folder}.lock`);
  try {
    const ready = await readCached(search, source).catch(() => undefined);
    if (ready !== undefined) return ready;
    await removeParts(folder);
    // A name of its own each time: what a killed process had started may still be writing into its folder.
    const part = await mkdtemp(`${folder}${PART}`);
    const made = await make(part);
    await toolIn(search, part, made);
    await writeFile(join(part, MANIFEST), JSON.stringify(made, undefined, 2));
    await rm(folder, { recursive: true, force: true });
    await rename(part, folder);
    return await toolIn(search, folder, made);
  } finally {
    await removeParts(folder);
    release();
  }
}

async function removeParts(folder: string): Promise<void> {
  for await (const name of glob(`${basename(folder)}${PART}*`, { cwd: dirname(folder) })) {
    await rm(join(dirname(folder), name), { recursive: true, force: true });
  }
}

async function toolIn(
  search: Search,
  folder: string,
  { program, libraries, source, detail }: Made,
): Promise<Tool> {
  const path = join(folder, program);
  const inherited = search.env['LD_LIBRARY_PATH'];
  const searched = [...libraries.map((library) => join(folder, library)), ...(inherited ? [inherited] : [])];
  const env = libraries.length === 0 ? undefined : { LD_LIBRARY_PATH: searched.join(':') };
  const version = await verify(search, path, env);
  return { name: search.name, path, version, source, detail, ...(env && { env }) };
}

async function lock({ signal, report }: Search, path: string) {
  const limit = AbortSignal.timeout(WAIT_LIMIT_MS);
  try {
    return await acquireLock(path, {
      signal: AbortSignal.any([signal, limit]),
      onWait: () => report('another Holdfast is fetching it; waiting for that'),
    });
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted) throw failed(`${path} was held for ${WAIT_LIMIT_MS / 60_000} minutes`);
    throw error;
  }
}

function jsonOf(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
