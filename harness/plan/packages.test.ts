import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STORE_NAMES } from '../stores/catalogue.ts';
import { packagesOf } from './packages.ts';

test('the packages of every store are named with the version that is installed', () => {
  for (const store of STORE_NAMES) {
    const packages = packagesOf([store]);
    assert.ok(packages.length > 0, store);
    for (const { version } of packages) assert.match(version, /^\d+\.\d+\.\d+/);
  }
  const names = packagesOf(['redis', 'mongo']).map(({ name }) => name);
  assert.deepEqual(names, ['express-session', 'connect-redis', 'ioredis', 'connect-mongo', 'mongodb']);
});
