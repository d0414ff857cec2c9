import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../test/holdfast.ts';
import { clearLeftovers, foldersIn } from './leftovers.ts';
import { MARK_FILE, markSchema, thisMachine, type Mark } from './mark.ts';
import { startReaper } from './reaper.ts';
import { idOf, sleeper } from './testing.ts';

const DEAD = { pid: process.pid, started: 'before this process' };

/** A folder as a run leaves it whose harness is gone. */
function left(parent: string, name: string, changes: Partial<Mark> = {}): string {
  const path = join(parent, name);
  mkdirSync(path);
  const mark: Mark = {
    token: 'a token of enough chance',
    path: realpathSync(path),
    machine: thisMachine(),
    owner: DEAD,
    processes: [],
    ...changes,
  };
  writeFileSync(join(path, MARK_FILE), JSON.stringify(mark));
  return path;
}

test('what a killed run left goes: its folder, and what of its processes still is what it was', async () => {
  await using parent = await temporaryFolder();
  await using ours = sleeper();
  await using stranger = sleeper();
  const processes = [idOf(ours), { ...idOf(stranger), started: '1' }];
  const path = left(parent.path, 'data', { processes });
  const lines = await clearLeftovers(await foldersIn(parent.path));
  assert.deepEqual(lines, [`cleared ${path}: data of a run that was killed, and 1 of its processes`]);
  assert.ok(!existsSync(path));
  await ours.gone;
  assert.ok(stranger.runs());
});

test('what a run owns that goes on is left alone, and its mark names what it started', async () => {
  await using parent = await temporaryFolder();
  await using ours = sleeper();
  const path = join(parent.path, 'data');
  await using reaper = startReaper();
  reaper.makeFolder(path);
  reaper.own(ours.pid);
  const mark = () => markSchema.parse(JSON.parse(readFileSync(join(path, MARK_FILE), 'utf8')));
  assert.deepEqual(mark().processes, [idOf(ours)]);
  assert.deepEqual(mark().owner, idOf(process));
  assert.deepEqual(await clearLeftovers([path]), []);
  assert.ok(existsSync(path) && ours.runs());
  reaper.release(ours.pid);
  assert.deepEqual(mark().processes, []);
});

test('a folder without a mark, a copy of one, and one of another machine stay', async () => {
  await using parent = await temporaryFolder();
  const bare = join(parent.path, 'bare');
  mkdirSync(bare);
  const elsewhere = left(parent.path, 'elsewhere', { machine: 'another' });
  const original = left(parent.path, 'original');
  const copy = join(parent.path, 'copy');
  cpSync(original, copy, { recursive: true });
  const odd = left(parent.path, 'odd', { processes: [{ pid: -1, started: '' }] });
  const lines = await clearLeftovers([bare, elsewhere, copy, odd, join(parent.path, 'not there')]);
  assert.deepEqual(lines.length, 1);
  assert.match(lines[0] ?? '', /elsewhere is data of a run on another machine/);
  for (const path of [bare, elsewhere, copy, odd]) assert.ok(existsSync(path), path);
});
