import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fillCache } from '../cache-folder.ts';
import type { ReleaseSource } from '../../../servers/lib/program.ts';
import { runCommand } from '../command.ts';
import { download } from '../download.ts';
import { failed } from '../passed-over.ts';
import type { Search } from '../search.ts';
import type { Tool } from '../tool.ts';

const UNPACK_LIMIT_MS = 120_000;

/**
 * The archive that the tool's makers publish, taken only if it is the one that is pinned here or that the user has
 * checked: a checksum from the same place would be whoever's who holds that place.
 */
export async function fromRelease(search: Search, source: ReleaseSource): Promise<Tool> {
  const { platform, arch, distribution } = search.machine;
  const files = source.files(search.machine);
  if (files === undefined)
    throw failed(`no build for ${distribution.id} ${distribution.version} (${platform}, ${arch})`);
  const expected = search.checksums.get(source.sha256Variable) ?? files.sha256;
  if (expected === undefined)
    throw failed(
      `the checksum of ${basename(files.archive)} is not known here; ${source.sha256Variable} can give it`,
    );
  const base = search.mirrors.get(source.baseVariable) ?? source.base;
  return fillCache(search, source, async (folder) => {
    const archive = join(folder, basename(files.archive));
    const found = await download(search, `${base}/${files.archive}`, archive);
    if (found !== expected) {
      await rm(archive);
      throw failed(`${files.archive} has the wrong checksum (${found}; ${expected} was expected); deleted`);
    }
    await runCommand(search, 'tar', ['-xzf', archive, '-C', folder, files.program], {
      limitMs: UNPACK_LIMIT_MS,
    });
    await rm(archive);
    return {
      program: files.program,
      libraries: [],
      source: 'release',
      detail: `release ${source.version} from ${base}`,
    };
  });
}
