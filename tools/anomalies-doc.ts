/** `npm run docs:anomalies`: puts what the catalogue of checkers says of each kind into docs/ANOMALIES.md and docs/GATE.md. */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { fillIn } from '../harness/checker/page.ts';

for (const name of ['ANOMALIES', 'GATE']) {
  const file = new URL(`../docs/${name}.md`, import.meta.url);
  const filled = fillIn(await readFile(file, 'utf8'));
  await writeFile(file, await format(filled, { ...(await resolveConfig(file)), parser: 'markdown' }));
}
