/** `npm run docs:workloads`: puts the table of workloads into docs/EXPERIMENTS.md, from harness/model/workloads.ts. */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { workloadsMarkdown } from '../harness/cli/workloads-text.ts';

const FILE = new URL('../docs/EXPERIMENTS.md', import.meta.url);
const TABLE = /\| name +\| each client[^\n]*\n(?:\|[^\n]*\n)+/;

const text = await readFile(FILE, 'utf8');
if (!TABLE.test(text)) throw new Error('docs/EXPERIMENTS.md has no table of workloads any more');
const filled = text.replace(TABLE, () => `${workloadsMarkdown()}\n`);
await writeFile(FILE, await format(filled, { ...(await resolveConfig(FILE)), parser: 'markdown' }));
