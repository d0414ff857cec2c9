import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { usageError } from '../errors.ts';
import { invocation } from '../explain.ts';
import { configsIn } from './config/load.ts';
import { ask } from './init/ask.ts';
import { findStores } from './init/found.ts';
import { configText, type Answers } from './init/text.ts';
import { print } from './output.ts';

const FILE = 'holdfast.config.ts';

/** `holdfast init`: a first config, from what the project is and what its author says. */
export function initCommand(program: Command): void {
  program
    .command('init')
    .description('Write holdfast.config.ts from what is found in this folder, and from three questions')
    .option('--yes', 'ask nothing; nothing is asked where there is no terminal either', false)
    .action(async ({ yes }: { yes: boolean }) => {
      assertNone();
      const found = await findStores(process.cwd());
      const [likeliest] = found;
      const usual: Answers = {
        subject: { store: likeliest?.store ?? 'memory' },
        because: likeliest === undefined ? 'Nothing here says what keeps the sessions' : `By ${likeliest.by}`,
        faults: true,
        policy: 'production',
      };
      const isAsked = !yes && process.stdin.isTTY && process.stderr.isTTY;
      const answers = isAsked
        ? await ask(found, usual, { input: process.stdin, output: process.stderr })
        : usual;
      await writeNew(configText(answers));
      print(written(answers));
    });
}

function assertNone(): void {
  const [there] = configsIn(process.cwd());
  if (there !== undefined)
    throw usageError(`${basename(there)} is here already, and is left as it is`, {
      next: 'change it, or move it away',
    });
}

async function writeNew(text: string): Promise<void> {
  try {
    await writeFile(FILE, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') assertNone();
    throw error;
  }
}

function written({ subject, because, faults }: Answers): string {
  const [what] = Object.values(subject) as [string];
  const names = ['load', ...(faults ? ['faults'] : [])];
  return [
    `${FILE} is written, for ${what}${because === '' ? '' : ` (${because.charAt(0).toLowerCase()}${because.slice(1)})`}`,
    ...names.map((name) => `  ${invocation()} run ${name}`),
  ].join('\n');
}
