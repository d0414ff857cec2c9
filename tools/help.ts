/** `npm run docs:help`: writes what `--help` prints into bin/help, from where the launcher prints it without packages. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { helpTexts } from '../harness/cli/help.ts';

const folder = fileURLToPath(new URL('../bin/help', import.meta.url));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [name, text] of helpTexts()) writeFileSync(join(folder, `${name}.txt`), text);
