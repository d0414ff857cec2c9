import { readdir } from 'node:fs/promises';
import type { Server } from '../../servers/lib/server.ts';
import type { Made } from './made.ts';

const FOLDER = new URL('../../servers/', import.meta.url);
const CATALOGUE = 'servers/catalogue.ts';

/**
 * What names every server, from the files in servers/: those that are named already in the order in which they are, and
 * any other after them.
 */
export async function serverFiles(catalogue: string): Promise<Made[]> {
  const files = (await readdir(FOLDER)).filter(
    (file) => /^[\w-]+\.ts$/.test(file) && file !== 'catalogue.ts',
  );
  const at = (file: string) => catalogue.indexOf(`'./${file}'`);
  const named = files.filter((file) => at(file) >= 0).toSorted((one, other) => at(one) - at(other));
  const fresh = files.filter((file) => at(file) < 0).toSorted();
  const servers = await Promise.all(
    [...named, ...fresh].map(async (file) => {
      const { server } = (await import(new URL(file, FOLDER).href)) as { server: Server };
      const program = file.replace(/\.ts$/, '');
      const constant = program.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      return { file, program, constant, url: server.url('{port}') };
    }),
  );
  return [
    {
      path: CATALOGUE,
      block: 'imports',
      lines: servers.map(({ file, constant }) => `import { server as ${constant} } from './${file}';`),
    },
    {
      path: CATALOGUE,
      block: 'servers',
      lines: servers.map(({ program, constant }) => `  ${JSON.stringify(program)}: ${constant},`),
    },
    {
      path: 'protocol/servers.ts',
      block: 'servers',
      lines: servers.map(({ program, url }) => `  ${JSON.stringify(program)}: ${JSON.stringify(url)},`),
    },
  ];
}
