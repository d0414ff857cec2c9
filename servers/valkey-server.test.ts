import assert from 'node:assert/strict';
import { test } from 'node:test';
import { server } from './valkey-server.ts';

const versionIn = (said: string) => server.program.version.pattern.exec(said)?.[1];

test('its version is told, and a Redis of that name is none', () => {
  const build = 'sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1f3c';
  assert.equal(versionIn(`Valkey server v=8.0.1 ${build}`), '8.0.1');
  assert.equal(versionIn(`Server v=7.2.7 ${build}`), '7.2.7');
  assert.equal(versionIn(`Redis server v=7.0.15 ${build}`), undefined);
});
