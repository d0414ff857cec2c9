import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importOptional } from './optional.ts';

const NO_SUCH_PACKAGE: string = 'no-such-package';
const missing = (): Promise<unknown> => import(NO_SUCH_PACKAGE);

test('a package that is not installed is named with the reason and the command that installs it', async () => {
  await assert.rejects(
    importOptional('sqlite', 'no-such-package', 'its licence is another', missing),
    /^Error: sqlite needs the package no-such-package, which is not installed \(its licence is another\)\. Try: npm install --no-save no-such-package$/,
  );
});

test('a package that is installed and does not load gives its own reason', async () => {
  await assert.rejects(
    importOptional('sqlite', 'better-sqlite3', 'it is needed', () => Promise.reject(new Error('wrong ABI'))),
    /^Error: sqlite needs the package better-sqlite3, which does not load: wrong ABI$/,
  );
});
