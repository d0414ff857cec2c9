import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { holdfast } from './holdfast.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** `npm run holdfast -- run --store redis`, `npx holdfast gate reports/x`: the command and what it is given. */
const COMMAND =
  /^(?:npm run holdfast --|npx holdfast|holdfast|node bin\/holdfast\.mjs) +([a-z]+)(.*?)(?:\s{2,}#.*)?$/;

interface Shown {
  place: string;
  command: string;
  flags: string[];
}

/** Every holdfast command in the blocks of README.md and docs/. */
async function shown(): Promise<Shown[]> {
  const found: Shown[] = [];
  for (const file of ['README.md', ...globSync('docs/*.md', { cwd: ROOT })]) {
    const text = await readFile(join(ROOT, file), 'utf8');
    for (const [, block = ''] of text.matchAll(/^ *```(?:sh)?\n([^]*?)^ *```$/gm))
      for (const line of block.split('\n')) {
        const [, command, rest = ''] = COMMAND.exec(line.trim()) ?? [];
        const flags = [...rest.matchAll(/(?<=\s)--[a-z-]+/g)].map(([flag]) => flag);
        if (command !== undefined) found.push({ place: `${file}: ${line.trim()}`, command, flags });
      }
  }
  return found;
}

test('every command of the docs is there, and takes the flags that it is shown with', async () => {
  const commands = await shown();
  assert.ok(commands.length > 0);
  const helps = new Map<string, string>();
  for (const command of new Set(commands.map((each) => each.command))) {
    const { code, stdout } = await holdfast([command, '--help']);
    assert.equal(code, 0, `there is no command ${command}`);
    helps.set(command, stdout);
  }
  for (const { place, command, flags } of commands)
    for (const flag of flags)
      assert.match(helps.get(command) ?? '', new RegExp(`(?:^|[\\s,])${flag}(?![a-z-])`, 'm'), place);
});
