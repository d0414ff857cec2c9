import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownStore, storeFacts, STORES } from './catalogue.ts';
import { variantName, variantOf } from './versions.ts';

test('a store in other versions is that store by another name', () => {
  const name = variantName('redis', [
    { name: 'connect-redis', version: '7.1.1' },
    { name: '@scope/driver', version: '1.0.0-rc.2' },
  ]);
  assert.equal(name, 'redis+connect-redis@7.1.1+@scope/driver@1.0.0-rc.2');
  assert.deepEqual(variantOf(name), {
    store: 'redis',
    versions: 'connect-redis 7.1.1 and @scope/driver 1.0.0-rc.2',
  });
  assert.equal(knownStore(name), 'redis');
  const facts = storeFacts(name);
  assert.equal(facts.name, 'Redis, connect-redis 7.1.1 and @scope/driver 1.0.0-rc.2');
  assert.equal(facts.server, 'redis-server');
  assert.deepEqual(facts.promises, STORES.redis.promises);
});

test('a module of a user, whatever its file is called, is no store in another version', () => {
  for (const name of ['redis+mine.ts', 'redis+mine@1.0.0.mjs', 'mine+connect-redis@7.1.1'])
    assert.equal(knownStore(name), undefined, name);
});
