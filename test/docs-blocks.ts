/** The fenced blocks of README.md and docs/, and why some of their commands are not run. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface Block {
  /** `file:line` of its first line. */
  place: string;
  language: string;
  lines: string[];
  /** What the comment above it says, `<!-- not run: why -->`. */
  notRun: string | undefined;
}

const BLOCK =
  /(?:^ *<!-- not run: (?<notRun>[^]+?) -->\n+)?^(?<indent> *)```(?<language>\S*).*\n(?<text>[^]*?)^ *```$/gm;

export function blocksOf(file: string, text: string): Block[] {
  return [...text.matchAll(BLOCK)].map(({ index, 0: whole, groups = {} }) => {
    const { notRun, language = '', text: inside = '', indent = '' } = groups;
    const line = text.slice(0, index + whole.indexOf('```')).split('\n').length;
    const lines = inside.split('\n').map((each) => each.slice(indent.length));
    return { place: `${file}:${line + 1}`, language, lines: lines.filter(Boolean), notRun };
  });
}

export const blocks: readonly Block[] = [
  'README.md',
  ...globSync('docs/*.md', { cwd: ROOT }).toSorted(),
].flatMap((file) => blocksOf(file, readFileSync(join(ROOT, file), 'utf8')));
