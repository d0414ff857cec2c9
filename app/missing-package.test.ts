import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingPackage } from './missing-package.mjs';

const notFound = (what: string) =>
  Object.assign(new Error(`Cannot find ${what} imported from /app/a.js`), { code: 'ERR_MODULE_NOT_FOUND' });

test('a package that is not installed is named by the word that npm installs it by', () => {
  assert.match(missingPackage(notFound("package 'express'"), 'holdfast/probe') ?? '', /npm install express;/);
  assert.match(missingPackage(notFound("module '@a/b/c.js'"), 'holdfast/probe') ?? '', /npm install @a\/b;/);
});

test('an entry that is no probe speaks of no other', () => {
  const said = 'holdfast needs the package zod, which is not installed\n  Try: npm install zod';
  assert.equal(missingPackage(notFound("package 'zod'"), 'holdfast'), said);
});

test('a file that is not there, or any other error, stays what it is', () => {
  assert.equal(missingPackage(notFound("module './a.js'"), 'holdfast/probe'), undefined);
  assert.equal(missingPackage(notFound("module '/app/a.js'"), 'holdfast/probe'), undefined);
  assert.equal(missingPackage(new Error("Cannot find package 'express'"), 'holdfast/probe'), undefined);
});
