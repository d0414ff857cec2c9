import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { bringBack, leaveNote } from './note.ts';

const DOWN = { args: ['compose', 'down'], env: { HOLDFAST_TTL_MS: '1' } };

/** What the next run does on a stack where these containers are, after one that found `a` and made `b` was killed. */
async function after(there: readonly string[], change: (note: object) => object = (note) => note) {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-note-'));
  try {
    const file = join(folder, 'stack', 'some.json');
    leaveNote(file, { found: ['a'], back: [DOWN] }).sawAll(['a', 'b']);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const killed = { owner: { pid: process.pid, started: 'before this process' } };
    const note = { ...(JSON.parse(readFileSync(file, 'utf8')) as object), ...killed };
    writeFileSync(file, JSON.stringify(change(note)));
    const run: unknown[] = [];
    const said: string[] = [];
    await bringBack(file, {
      ids: () => Promise.resolve([...there]),
      run: (command) => Promise.resolve(run.push(command)),
      report: (line) => said.push(line),
    });
    return { run, said, isKept: existsSync(file) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('what a killed run left is brought back to what it had found', async () => {
  for (const there of [['a', 'b'], ['b']]) {
    const { run, said, isKept } = await after(there);
    assert.deepEqual(run, [DOWN]);
    assert.match(said.join('\n'), /bringing the stack back/);
    assert.ok(!isKept);
  }
});

test('a stack in which somebody has started something since stays as it is', async () => {
  const { run, said, isKept } = await after(['a', 'b', 'c']);
  assert.deepEqual(run, []);
  assert.match(said.join('\n'), /left 1 containers in the stack, and others were started since/);
  assert.ok(!isKept);
});

test('a stack from which all that the run made is gone is as somebody wants it', async () => {
  for (const there of [[], ['a'], ['c']]) {
    const { run, said, isKept } = await after(there);
    assert.deepEqual([run, said, isKept], [[], [], false]);
  }
});

test('a note of another machine, of a run that goes on, or that is none brings nothing back', async () => {
  const changes: ((note: object) => object)[] = [
    (note) => ({ ...note, machine: 'another' }),
    (note) => ({ ...note, back: 'rm -rf' }),
    () => [],
  ];
  for (const change of changes) assert.deepEqual((await after(['a', 'b'], change)).run, []);
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-note-'));
  try {
    const file = join(folder, 'goes on.json');
    const note = leaveNote(file, { found: [], back: [DOWN] });
    note.sawAll(['b']);
    await bringBack(file, {
      ids: () => Promise.resolve(['b']),
      run: () => Promise.reject(new Error('nothing is to be run')),
      report: () => {},
    });
    assert.ok(existsSync(file));
    note.remove();
    assert.ok(!existsSync(file));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
