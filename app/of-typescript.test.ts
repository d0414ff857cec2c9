import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const imports = [
  '--input-type=module',
  '--eval',
  "await import('holdfast/probe'); await import('holdfast/subject');",
];

test('a Node that runs no TypeScript says in one sentence which one it takes', async () => {
  const { exitCode, stderr } = await execa(process.execPath, ['--no-experimental-strip-types', ...imports], {
    cwd,
    reject: false,
  });
  assert.equal(exitCode, 1);
  assert.match(stderr, /holdfast\/probe is TypeScript, which Node runs from 22\.18 on, and this is Node \d/);
  assert.doesNotMatch(stderr, /SyntaxError|\n\s+at /);
});

test('what is for programs of others is there by its name', async () => {
  const { exitCode, stderr } = await execa(process.execPath, imports, { cwd, reject: false });
  assert.equal(exitCode, 0, stderr);
});
