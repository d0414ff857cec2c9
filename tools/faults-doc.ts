/** `npm run docs:faults`: puts the table of faults into docs/EXPERIMENTS.md, from harness/model/faults/. */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { faultsMarkdown } from '../harness/cli/faults-text.ts';

const FILE = new URL('../docs/EXPERIMENTS.md', import.meta.url);
const TABLE = /\| fault +\| what breaks[^\n]*\n(?:\|[^\n]*\n)+/;

const text = await readFile(FILE, 'utf8');
if (!TABLE.test(text)) throw new Error('docs/EXPERIMENTS.md has no table of faults any more');
const filled = text.replace(TABLE, () => `${faultsMarkdown()}\n`);
await writeFile(FILE, await format(filled, { ...(await resolveConfig(FILE)), parser: 'markdown' }));
