/**
 * Makes every file that names the stores and their servers from what harness/stores and servers/ know of them. With `--check` it writes nothing, and
 * ends with 1 where a file is not what it would make.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import type { Made } from './made.ts';
import { serverFiles } from './servers.ts';

const ROOT = new URL('../../', import.meta.url);
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

const differing: string[] = [];
await make(await serverFiles(await textOf('servers/catalogue.ts')));
// Only now do these know of every server.
const { STORES } = await import('../../harness/stores/catalogue.ts');
const { filesOf } = await import('./files.ts');
await make(filesOf(Object.entries(STORES)));
if (values.check && differing.length > 0) {
  console.error(`not what harness/stores and servers say: ${differing.join(', ')}. Run: npm run stack`);
  process.exitCode = 1;
} else console.log(differing.length === 0 ? 'all files are current' : `written: ${differing.join(', ')}`);

/** Writes what is not as it should be, or only notes it. */
async function make(files: readonly Made[]): Promise<void> {
  const present = new Map<string, string>();
  const wanted = new Map<string, string>();
  for (const made of files) {
    const { path } = made;
    if (!present.has(path)) present.set(path, await textOf(path));
    wanted.set(path, applied(made, wanted.get(path) ?? (present.get(path) as string)));
  }
  for (const [path, text] of wanted) {
    const formatted = await inStyle(path, text);
    if (formatted === present.get(path)) continue;
    differing.push(path);
    if (values.check) continue;
    await mkdir(new URL('.', new URL(path, ROOT)), { recursive: true });
    await writeFile(new URL(path, ROOT), formatted);
  }
}

async function textOf(path: string): Promise<string> {
  return readFile(new URL(path, ROOT), 'utf8').catch(() => '');
}

function applied(made: Made, before: string): string {
  if ('text' in made) return made.text;
  const marks = new RegExp(
    `(^.*made by npm run stack: ${made.block}(?: -->)?\\n)[^]*?(^.*end of ${made.block}(?: -->)?$)`,
    'm',
  );
  if (!marks.test(before)) throw new Error(`${made.path} has no place for ${made.block}`);
  return before.replace(marks, (_, begin: string, end: string) => `${begin}${made.lines.join('\n')}\n${end}`);
}

/** As the project's formatter has it, where it has a say. */
async function inStyle(path: string, text: string): Promise<string> {
  if (!/\.(ts|json|ya?ml|md)$/.test(path)) return text;
  const style = await resolveConfig(new URL(path, ROOT));
  return format(text, { ...style, filepath: path });
}
