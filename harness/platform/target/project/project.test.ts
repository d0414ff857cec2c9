import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Container } from '../../compose/containers.ts';
import { allowedBy } from './allowed.ts';
import { isPublishedBy } from './leads-to.ts';
import { addressesOf, assertFixed } from './published.ts';

interface Given {
  ports?: Container['NetworkSettings']['Ports'];
  labels?: Record<string, string>;
  /** As the compose file asks for them. */
  bindings?: Container['HostConfig']['PortBindings'];
}

const container = ({ ports = {}, labels = {}, bindings = ports }: Given): Container =>
  ({
    Config: { Labels: { 'com.docker.compose.service': 'web', ...labels } },
    HostConfig: { PortBindings: bindings },
    NetworkSettings: { Ports: ports },
  }) as unknown as Container;

const at = (HostIp: string, HostPort: string) => [{ HostIp, HostPort }];

test('an app is met where its only port is published; published everywhere is on this machine, too', () => {
  const everywhere = [...at('0.0.0.0', '8080'), ...at('::', '8080')];
  const apps = [
    container({ ports: { '3000/tcp': everywhere, '3000/udp': at('0.0.0.0', '8080'), '9229/tcp': null } }),
    container({ ports: { '3000/tcp': at('127.0.0.2', '8081') } }),
  ];
  assert.deepEqual(addressesOf(apps, '127.0.0.1'), ['http://127.0.0.1:8080', 'http://127.0.0.2:8081']);
  assert.deepEqual(addressesOf(apps.slice(0, 1), '10.0.0.5'), ['http://10.0.0.5:8080']);
  assert.ok(isPublishedBy('http://localhost:8080', apps, '127.0.0.1'));
  assert.ok(!isPublishedBy('http://127.0.0.1:8082', apps, '127.0.0.1'));
});

test('of no port, or of several, nobody is led to one by guess', () => {
  assert.throws(() => addressesOf([container({})], '127.0.0.1'), /web publishes no port/);
  const two = container({ ports: { '80/tcp': at('127.0.0.1', '1'), '81/tcp': at('127.0.0.1', '2') } });
  assert.throws(() => addressesOf([two], '127.0.0.1'), /several ports: 80 at .*:1, 81 at .*:2/);
});

test('a port that is another one after each start is refused before anything is broken', () => {
  const ports = { '3000/tcp': at('127.0.0.1', '49153') };
  const free = container({ ports, bindings: { '3000/tcp': at('127.0.0.1', '') } });
  const targets = ['http://127.0.0.1:49153'];
  for (const target of [...targets, 'http://localhost:49153', 'http://[::1]:49153'])
    assert.throws(() => assertFixed([target], [free], '127.0.0.1'), /port that Docker chooses \(49153 now\)/);
  assertFixed(targets, [container({ ports })], '127.0.0.1');
  // Nobody comes by it.
  assertFixed(['http://127.0.0.1:80'], [free], '127.0.0.1');
});

test('nothing is broken that is not labelled, unless its owner says so', () => {
  const [yes, no] = [container({ labels: { 'holdfast.break': 'yes' } }), container({})];
  assert.equal(allowedBy('shop', [yes, container({ labels: { 'holdfast.break': 'true' } })], false), 'label');
  assert.throws(() => allowedBy('shop', [yes, no], false), /service web of the project shop.* no label/);
  assert.throws(
    () => allowedBy('shop', [container({ labels: { 'holdfast.break': 'no' } })], false),
    /no label/,
  );
  assert.equal(allowedBy('shop', [yes, no], true), 'flag');
});
