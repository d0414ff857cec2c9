/** `npm run docs:policy`: writes the JSON Schemas of policies, of decisions and of results. */
import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { PUBLISHED_SCHEMAS } from '../harness/gate/published-schemas.ts';

for (const [file, schema] of Object.entries(PUBLISHED_SCHEMAS)) {
  const text = await format(JSON.stringify(schema), { parser: 'json', printWidth: 110 });
  writeFileSync(new URL(`../${file}`, import.meta.url), text);
}
