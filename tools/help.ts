/**
 * `npm run docs:help`: writes what `--help` prints into bin/help, from where the launcher prints it without packages, and
 * the types of the flags for configs.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { flagTypes } from '../harness/cli/config/flag-types.ts';
import { helpTexts } from '../harness/cli/help.ts';
import { createProgram } from '../harness/cli/program.ts';

const folder = fileURLToPath(new URL('../bin/help', import.meta.url));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [name, text] of helpTexts()) writeFileSync(join(folder, `${name}.txt`), text);
const types = fileURLToPath(new URL('../harness/cli/config/flags.ts', import.meta.url));
const options = await resolveConfig(types);
writeFileSync(types, await format(flagTypes(createProgram()), { ...options, parser: 'typescript' }));
