import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '../../../../test/holdfast.ts';
import { contentsOfSqlite } from './sqlite.ts';

test('each row that is in the table is one text, and a row that was deleted is none', async () => {
  await using folder = await temporaryFolder();
  using database = new DatabaseSync(join(folder.path, 'sessions.db'));
  database.exec('CREATE TABLE sessions (sid TEXT, sess TEXT)');
  const insert = database.prepare('INSERT INTO sessions VALUES (?, ?)');
  for (const sid of ['a', 'b', 'c']) insert.run(sid, `{"owner":"${sid}"}`);
  database.exec("DELETE FROM sessions WHERE sid = 'b'");
  const texts = await contentsOfSqlite('sessions')(pathToFileURL(folder.path).href);
  assert.deepEqual(
    texts.map((text) => JSON.parse(text) as object),
    [
      { sid: 'a', sess: '{"owner":"a"}' },
      { sid: 'c', sess: '{"owner":"c"}' },
    ],
  );
});

test('what cannot be read rejects with the reason', async () => {
  await using folder = await temporaryFolder();
  const read = async () => contentsOfSqlite('sessions')(pathToFileURL(folder.path).href);
  await assert.rejects(read, /unable to open database file/);
});
