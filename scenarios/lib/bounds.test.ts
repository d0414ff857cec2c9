import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundsOf, hostAndPort, leadsTo } from './bounds.ts';

type More = Partial<Pick<Parameters<typeof boundsOf>[0], 'addresses' | 'shortcuts' | 'faultsOver'>>;

const bounds = (targets: string[], more: More = {}) =>
  boundsOf({ targets, addresses: {}, shortcuts: {}, faultsOver: undefined, ...more });

test('connections end at the targets, and anywhere else they are refused', () => {
  assert.deepEqual(
    bounds(['http://127.0.0.1:3000', 'http://[::1]:3001'], { faultsOver: 'http://127.0.0.1:9/' }),
    {
      '*': '127.0.0.1:1',
      '127.0.0.1:3000': '127.0.0.1:3000',
      '[::1]:3001': '[::1]:3001',
      '127.0.0.1:9': '127.0.0.1:9',
    },
  );
  assert.equal(bounds(['https://localhost'])?.['localhost:443'], '127.0.0.1:443');
});

test('a name needs its address, or nothing can be said of where it is', () => {
  assert.equal(bounds(['http://shop.test:3000']), undefined);
  const addresses = { 'shop.test': '10.0.0.3' };
  assert.equal(bounds(['http://shop.test:3000'], { addresses })?.['shop.test:3000'], '10.0.0.3:3000');
});

test('a target that has a shorter way is reached by that', () => {
  const shortcuts = { '127.0.0.1:3020': '172.18.0.4:3000' };
  assert.equal(bounds(['http://127.0.0.1:3020'], { shortcuts })?.['127.0.0.1:3020'], '172.18.0.4:3000');
});

test('addresses are compared by host and port', () => {
  assert.equal(hostAndPort('https://Shop.test/a'), 'shop.test:443');
  assert.equal(hostAndPort('http://[::1]:3000'), '[::1]:3000');
  assert.equal(hostAndPort('http://a.test'), 'a.test:80');
});

test('a redirect leads on from the address that answered with it', () => {
  const base = 'http://127.0.0.1:3000/a/b?c=1';
  for (const [location, to] of [
    ['https://elsewhere.test/x', 'https://elsewhere.test/x'],
    ['//elsewhere.test/x', 'http://elsewhere.test/x'],
    ['/x?y=1', 'http://127.0.0.1:3000/x?y=1'],
    ['x', 'http://127.0.0.1:3000/a/x'],
  ] as const)
    assert.equal(leadsTo(location, base), to);
});
