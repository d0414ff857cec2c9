/**
 * Puts what runs found into the tables of docs/STORES.md: of `holdfast compare` for the workloads, of `holdfast matrix` for the
 * faults, and of both for the promises.
 *
 *   npm run docs:stores -- reports/2026-11-21T18-29-44-compare reports/2026-11-21T18-59-44-matrix ...
 */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { fillInStores } from '../harness/compare/stores-markdown.ts';
import { loadResults } from '../harness/report/load.ts';

const FILE = new URL('../docs/STORES.md', import.meta.url);

const runs = await Promise.all(process.argv.slice(2).map((path) => loadResults(path)));
const filled = fillInStores(
  await readFile(FILE, 'utf8'),
  runs.map(({ results }) => results),
);
await writeFile(FILE, await format(filled, { ...(await resolveConfig(FILE)), parser: 'markdown' }));
console.log(`written: ${runs.length} runs in docs/STORES.md`);
