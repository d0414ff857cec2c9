import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fillCache } from '../cache-folder.ts';
import type { GoModuleSource } from '../../../servers/lib/program.ts';
import { runCommand } from '../command.ts';
import { failed } from '../passed-over.ts';
import type { Search } from '../search.ts';
import type { Tool } from '../tool.ts';
import { isOlder } from '../verify.ts';

const REPOSITORY = join(import.meta.dirname, '../../..');
const ASK_LIMIT_MS = 10_000;
const FIRST_MODULE_LIMIT_MS = 60_000;
const BUILD_LIMIT_MS = 20 * 60_000;

/** The tool's own source, built here; go.sum says what every module of it must contain. */
export async function fromGoModule(search: Search, source: GoModuleSource): Promise<Tool> {
  const pinned = join(REPOSITORY, source.folder);
  await assertGoWillDo(search, join(pinned, 'go.mod'));
  return fillCache(search, source, async (folder) => {
    // A copy, since the go command may rewrite what it works in, and outside of any workspace that surrounds it.
    const work = join(folder, 'build');
    await cp(pinned, work, { recursive: true });
    const env = { GOWORK: 'off', GOTOOLCHAIN: 'local', CGO_ENABLED: '0' };
    // One module first: the whole build may take minutes, a registry that does not answer is known much sooner.
    await runCommand(search, 'go', ['mod', 'download', source.module], {
      cwd: work,
      env,
      limitMs: FIRST_MODULE_LIMIT_MS,
      doing: 'fetching its Go module',
    });
    search.report('building it from its Go module (a minute or two, once)');
    const program = join('bin', search.name);
    await runCommand(
      search,
      'go',
      [
        'build',
        '-mod=readonly',
        '-trimpath',
        ...(source.linkerFlags === undefined ? [] : ['-ldflags', source.linkerFlags]),
        '-o',
        join(folder, program),
        source.command ?? source.module,
      ],
      { cwd: work, env, limitMs: BUILD_LIMIT_MS, doing: 'building it from its Go module' },
    );
    await rm(work, { recursive: true });
    return { program, libraries: [], source: 'registry', detail: 'built from its Go module' };
  });
}

async function assertGoWillDo(search: Search, goMod: string): Promise<void> {
  const needed = /^go (\S+)/m.exec(await readFile(goMod, 'utf8'))?.[1] ?? '';
  const answer = await runCommand(search, 'go', ['env', 'GOVERSION'], {
    limitMs: ASK_LIMIT_MS,
    env: { GOTOOLCHAIN: 'local' },
  });
  const found = answer.trim().replace(/^go/, '');
  if (isOlder(found, needed)) throw failed(`go is ${found}; ${needed} or later is needed`);
}
