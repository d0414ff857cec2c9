import assert from 'node:assert/strict';
import { test } from 'node:test';
import { execa } from 'execa';
import fc from 'fast-check';
import { quoted, startOf } from './in-pod.ts';

const sh = async (script: string): Promise<string> =>
  (await execa('sh', ['-c', script], { stripFinalNewline: false })).stdout;
// The kernel ends a word at its first zero.
const word = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));

test('sh takes a word as it was, whatever is in it', async () => {
  await fc.assert(
    fc.asyncProperty(word, async (text) => {
      assert.equal(await sh(`printf %s ${quoted(text)}`), text);
    }),
    { numRuns: 50 },
  );
});

test('a server is started with its own words and environment, in the place of the shell', async () => {
  const start = startOf({
    command: 'sh',
    args: ['-c', 'echo "$A" "$1" $PPID', 'sh', "it's; exit"],
    env: { A: '$B' },
  });
  const said = await sh(`echo $PPID; ${start}`);
  const [parent, rest = ''] = said.split('\n', 2);
  assert.equal(rest, `$B it's; exit ${parent}`);
});
