import { access, chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fillCache } from '../cache-folder.ts';
import { runCommand } from '../command.ts';
import type { NpmSource } from '../../../servers/lib/program.ts';
import type { Search } from '../search.ts';
import type { Tool } from '../tool.ts';

const REPOSITORY = join(import.meta.dirname, '../../..');
const FETCH_LIMIT_MS = 5 * 60_000;

/** A program of an npm package; the lock beside it says what each package that it needs must contain. */
export async function fromNpm(search: Search, source: NpmSource): Promise<Tool> {
  const pinned = join(REPOSITORY, source.folder);
  return fillCache(search, source, async (folder) => {
    await copyFile(join(pinned, 'package.json'), join(folder, 'package.json'));
    await copyFile(await lockIn(pinned), join(folder, 'package-lock.json'));
    await copyFile(join(pinned, source.main), join(folder, source.main));
    await runCommand(search, 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: folder,
      limitMs: FETCH_LIMIT_MS,
      doing: `fetching ${source.package} from npm`,
    });
    const program = join('bin', search.name);
    await mkdir(join(folder, 'bin'));
    // By this Node: that on PATH may be older than the package takes.
    const script = `#!/bin/sh\nexec '${process.execPath}' "$(dirname "$0")/../${source.main}" "$@"\n`;
    await writeFile(join(folder, program), script);
    await chmod(join(folder, program), 0o755);
    return { program, libraries: [], source: 'registry', detail: `${source.package} from npm` };
  });
}

/** npm packs no package-lock.json: the built package calls it lock.json. */
async function lockIn(folder: string): Promise<string> {
  const own = join(folder, 'package-lock.json');
  return access(own).then(
    () => own,
    () => join(folder, 'lock.json'),
  );
}
