import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '../../../test/holdfast.ts';
import { folderBytes } from './folder-bytes.ts';

test('a folder is as large as the files in it and below it', async () => {
  await using folder = await temporaryFolder();
  const url = pathToFileURL(folder.path).href;
  assert.equal(await folderBytes(url), 0);
  await mkdir(join(folder.path, 'below'));
  await writeFile(join(folder.path, 'a.json'), 'x'.repeat(1200));
  await writeFile(join(folder.path, 'below', 'b.json'), 'x'.repeat(34));
  await symlink('nowhere', join(folder.path, 'link'));
  assert.equal(await folderBytes(url), 1234);
});

test('a folder that is not there rejects with the reason', async () => {
  await assert.rejects(folderBytes('file:///no/such/folder'), /ENOENT.*no\/such\/folder/);
});
