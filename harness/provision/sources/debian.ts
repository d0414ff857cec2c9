import { glob, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fillCache } from '../cache-folder.ts';
import type { DebianSource } from '../../../servers/lib/program.ts';
import { runCommand } from '../command.ts';
import { PassedOver, failed } from '../passed-over.ts';
import type { Search } from '../search.ts';
import type { Tool } from '../tool.ts';

const ASK_LIMIT_MS = 30_000;
const FETCH_LIMIT_MS = 120_000;

/**
 * A package of the distribution and those that it needs and this machine lacks, unpacked into the cache. Nothing
 * is installed, and root is not needed: apt keeps its state in the folder, and dpkg only unpacks. apt checks what it
 * fetches by the distribution's signatures.
 */
export async function fromDebian(search: Search, source: DebianSource): Promise<Tool> {
  return fillCache(search, source, async (folder) => {
    const work = join(folder, 'apt');
    const packages = await fetchPackages(search, source.package, work);
    const root = join(folder, 'root');
    for await (const archive of glob('*.deb', { cwd: packages })) {
      await runCommand(search, 'dpkg', ['-x', join(packages, archive), root], { limitMs: ASK_LIMIT_MS });
    }
    await rm(work, { recursive: true });
    const program = await programIn(folder, source);
    const libraries = new Set<string>();
    for await (const library of glob('root/**/*.so*', { cwd: folder })) libraries.add(dirname(library));
    return {
      program,
      libraries: [...libraries],
      source: 'registry',
      detail: `unpacked from the ${search.machine.distribution.id} package ${source.package}`,
    };
  });
}

async function programIn(folder: string, { package: name, program }: DebianSource): Promise<string> {
  for await (const found of glob(join('root', program), { cwd: folder })) return found;
  throw failed(`the package ${name} has no ${program}`);
}

/** First by the package lists that the machine has; these may be missing or out of date, then by fresh ones. */
async function fetchPackages(search: Search, wanted: string, work: string): Promise<string> {
  try {
    return await fetchWith(search, wanted, await aptIn(search, join(work, 'with-old-lists')));
  } catch (error) {
    if (!(error instanceof PassedOver)) throw error;
    search.report('the package lists of this machine are missing or old; fetching new ones into the cache');
    const folder = join(work, 'with-new-lists');
    const lists = join(folder, 'lists');
    await mkdir(join(lists, 'partial'), { recursive: true });
    const apt = await aptIn(search, folder, [`Dir::State::Lists=${lists}`]);
    await apt.run(['update'], FETCH_LIMIT_MS);
    return fetchWith(search, wanted, apt);
  }
}

/** Downloads the package and what apt would install with it on this machine. */
async function fetchWith(search: Search, wanted: string, { folder, run }: Apt): Promise<string> {
  const plan = await run(['install', '--simulate', '--no-install-recommends', wanted], ASK_LIMIT_MS);
  const packages = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name!);
  if (packages.length === 0)
    throw failed(`${wanted} is installed here, but its ${search.name} is not usable`);
  search.report(`fetching the Debian packages ${packages.join(', ')}`);
  await run(['download', ...packages], FETCH_LIMIT_MS);
  return folder;
}

interface Apt {
  folder: string;
  run: (args: string[], limitMs: number) => Promise<string>;
}

async function aptIn(search: Search, folder: string, settings: string[] = []): Promise<Apt> {
  await mkdir(folder, { recursive: true });
  const options = [
    `Dir::Cache=${folder}`,
    // The folder is the user's own, which the account that apt otherwise steps down to may not enter.
    'APT::Sandbox::User=root',
    'Acquire::Retries=1',
    'Acquire::http::Timeout=5',
    'Acquire::https::Timeout=5',
    ...settings,
  ].flatMap((setting) => ['-o', setting]);
  const doing = 'asking apt-get';
  const run = (args: string[], limitMs: number) =>
    runCommand(search, 'apt-get', ['-q', ...options, ...args], { cwd: folder, limitMs, doing });
  return { folder, run };
}
