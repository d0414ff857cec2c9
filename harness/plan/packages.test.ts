import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STORE_NAMES } from '../stores/catalogue.ts';
import { packagesOf } from './packages.ts';

test('the packages of every store are named with the version that is installed', () => {
  for (const store of STORE_NAMES) {
    const packages = packagesOf([{ store }]);
    assert.ok(packages.length > 0, store);
    for (const { version } of packages) assert.match(version, /^\d+\.\d+\.\d+/);
  }
  const names = packagesOf([{ store: 'redis' }, { store: 'mongo' }]).map(({ name }) => name);
  assert.deepEqual(names, ['express-session', 'connect-redis', 'ioredis', 'connect-mongo', 'mongodb']);
});

test('a subject with other versions is named with those, and with the installed ones of what it takes from there', () => {
  const packages = [{ name: 'connect-redis', version: '7.1.1' }];
  const named = packagesOf([
    { store: 'redis', otherPackages: { folder: '/there', asked: packages, packages } },
  ]);
  assert.deepEqual(named[1], { name: 'connect-redis', version: '7.1.1', source: 'npm' });
  assert.deepEqual(
    named.map(({ name, source }) => `${name} of ${source}`),
    ['express-session of node_modules', 'connect-redis of npm', 'ioredis of node_modules'],
  );
});
