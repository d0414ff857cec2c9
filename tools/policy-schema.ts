/** `npm run docs:policy`: writes the JSON Schema of policies, which editors complete them by. */
import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { publishedPolicySchema } from '../harness/gate/policy-schema.ts';

const file = new URL('../policy.schema.json', import.meta.url);
const json = JSON.stringify(publishedPolicySchema());
writeFileSync(file, await format(json, { parser: 'json', printWidth: 110 }));
