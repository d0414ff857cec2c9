import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fillCache } from '../cache-folder.ts';
import type { ReleaseSource } from '../catalogue.ts';
import { runCommand } from '../command.ts';
import { download, fetchText } from '../download.ts';
import { failed } from '../passed-over.ts';
import type { Search } from '../search.ts';
import type { Tool } from '../tool.ts';

const UNPACK_LIMIT_MS = 120_000;

/** The archive that the tool's makers publish, taken only if it has the checksum that they publish with it. */
export async function fromRelease(search: Search, source: ReleaseSource): Promise<Tool> {
  const { platform, arch, distribution } = search.machine;
  const files = source.files(search.machine);
  if (files === undefined)
    throw failed(`no build for ${distribution.id} ${distribution.version} (${platform}, ${arch})`);
  const base = search.mirrors.get(source.baseVariable) ?? source.base;
  return fillCache(search, source, async (folder) => {
    const expected = checksumIn(await fetchText(search, `${base}/${files.checksums}`), files.archive);
    const archive = join(folder, basename(files.archive));
    const found = await download(search, `${base}/${files.archive}`, archive);
    if (found !== expected) {
      await rm(archive);
      throw failed(`${files.archive} has the wrong checksum (${found}; ${expected} was published); deleted`);
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

/** In the form that sha256sum writes: the hash, then the file's name. */
function checksumIn(list: string, archive: string): string {
  for (const line of list.split('\n')) {
    const [hash = '', name = ''] = line.trim().split(/\s+\*?/);
    if (name === basename(archive) && /^[0-9a-f]{64}$/i.test(hash)) return hash.toLowerCase();
  }
  throw failed(`the published checksums do not name ${basename(archive)}`);
}
