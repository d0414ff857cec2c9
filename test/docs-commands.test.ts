import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { helpTexts } from '../harness/cli/help.ts';
import { blocks, blocksOf, ROOT } from './docs-blocks.ts';

/** `npm run holdfast -- run --store redis`, `npx holdfast gate reports/x`: the command and what it is given. */
const COMMAND =
  /(?:npm run holdfast --|npx holdfast|holdfast|node bin\/holdfast\.mjs) +([a-z]+)(.*?)(?:\s+#.*)?$/;

/** What a block of these languages holds is tried by tests of their own, or is no command. */
const OTHER_LANGUAGES: ReadonlySet<string> = new Set([
  'history',
  'js',
  'json',
  'ndjson',
  'text',
  'ts',
  'yaml',
]);

interface Shown {
  place: string;
  command: string;
  flags: string[];
}

/** Every holdfast command in the blocks of README.md and docs/. */
const shown: readonly Shown[] = blocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ place, lines }) =>
    lines.flatMap((line) => {
      const [, command, rest = ''] = COMMAND.exec(line) ?? [];
      const flags = [...rest.matchAll(/(?<=\s)--[a-z-]+/g)].map(([flag]) => flag);
      return command === undefined ? [] : [{ place: `${place}: ${line}`, command, flags }];
    }),
  );

test('every block says what it is: commands are sh, and whatever is not run says why', () => {
  for (const { place, language, notRun } of blocks) {
    if (language === 'sh') continue;
    assert.ok(OTHER_LANGUAGES.has(language), `${place}: a block of ${language || 'no language'}`);
    assert.equal(notRun, undefined, `${place}: only commands are run`);
  }
});

test('a test that is said to run a block instead is there', () => {
  for (const { place, notRun = '' } of blocks)
    for (const [file] of notRun.matchAll(/test\/[\w/.-]+\.ts/g))
      assert.ok(existsSync(join(ROOT, file)), `${place}: ${file}`);
});

test('a block is read with its language, its place and why it is not run', () => {
  const text =
    'Word.\n\n<!-- not run: takes an hour -->\n\n```sh\nnpm start\n```\n\n- x\n\n  ```\n  y\n  ```\n';
  assert.deepEqual(blocksOf('a.md', text), [
    { place: 'a.md:6', language: 'sh', lines: ['npm start'], notRun: 'takes an hour' },
    { place: 'a.md:12', language: '', lines: ['y'], notRun: undefined },
  ]);
});

test('every command of the docs is there, and takes the flags that it is shown with', () => {
  assert.ok(shown.length > 0);
  const helps = new Map(helpTexts());
  for (const { place, command, flags } of shown) {
    assert.ok(helps.has(command), `${place}: there is no command ${command}`);
    for (const flag of flags)
      assert.match(helps.get(command) ?? '', new RegExp(`(?:^|[\\s,])${flag}(?![a-z-])`, 'm'), place);
  }
});
