import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseExporterConfig } from './config.ts';

const serversOf = (text: string) =>
  parseExporterConfig({ HOLDFAST_EXPORTER_SERVERS: text, HOLDFAST_PORT: '' }).servers;

test('each server is given by its store and its address, which may have an equals sign of its own', () => {
  const servers = serversOf('redis=redis://redis:6379  mongo=mongodb://mongo/test?directConnection=true');
  assert.deepEqual(
    [...servers],
    [
      ['redis', 'redis://redis:6379'],
      ['mongo', 'mongodb://mongo/test?directConnection=true'],
    ],
  );
});

for (const [text, message] of [
  ['', /it names no server, as in redis=redis:\/\/127\.0\.0\.1:6379/],
  ['redis', /"redis" is not of the form store=address/],
  ['redis=', /"redis=" is not of the form store=address/],
  ['etcd=http://etcd', /"http:\/\/etcd" is not an address of a server whose figures are known: redis:\/\/, /],
  ['redis=redis://a redis=redis://b', /"redis" is there twice/],
] as const) {
  test(`a setting that cannot be used is named: '${text}'`, () => {
    assert.throws(() => serversOf(text), message);
  });
}

const appsOf = (text: string) =>
  parseExporterConfig({ HOLDFAST_EXPORTER_SERVERS: 'redis=redis://redis', HOLDFAST_EXPORTER_APPS: text })
    .apps;

test('the names of the apps have a star for the store, and need not be given', () => {
  assert.equal(appsOf('app-*-1'), 'app-*-1');
  assert.equal(appsOf(''), undefined);
  assert.throws(() => appsOf('app-1'), /it has no \* for the name of the store/);
});
