/**
 * Puts what runs found into the tables of docs/STORES.md: of `holdfast compare` for the workloads, of `holdfast matrix` for the
 * faults, and of both for the promises.
 *
 *   npm run docs:stores -- reports/2026-11-21T18-29-44-compare reports/2026-11-21T18-59-44-matrix ...
 */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { fillInStores } from '../harness/compare/stores-markdown.ts';
import { EXIT, messageOf } from '../harness/errors.ts';
import { loadResults } from '../harness/report/load.ts';

const FILE = new URL('../docs/STORES.md', import.meta.url);

const paths = process.argv.slice(2);
const loaded = await Promise.allSettled(paths.map((path) => loadResults(path)));
const failures = loaded.flatMap((one) => (one.status === 'rejected' ? [messageOf(one.reason)] : []));
if (paths.length === 0) failures.push('docs:stores takes the folders of runs of compare and matrix');
if (failures.length > 0) {
  console.error(failures.join('\n'));
  process.exit(EXIT.usage);
}
const runs = loaded.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
const filled = fillInStores(
  await readFile(FILE, 'utf8'),
  runs.map(({ results }) => results),
);
await writeFile(FILE, await format(filled, { ...(await resolveConfig(FILE)), parser: 'markdown' }));
console.log(`written: ${runs.length} runs in docs/STORES.md`);
