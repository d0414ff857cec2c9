import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Container, Endpoint } from '../../compose/containers.ts';
import { betweenOf, puttingBack, puttingIn } from './between.ts';
import { TOXIPROXY_IMAGE } from '../../../stores/toxiproxy.ts';
import { parseWires } from './told-of.ts';

interface Given {
  service: string;
  networks?: Record<string, Endpoint>;
  mode?: string;
  exposed?: readonly string[];
  id?: string;
}

const container = ({ service, networks = {}, mode, exposed = ['6379/tcp'], id = service }: Given) =>
  ({
    Id: `${id}0123456789abcdef`,
    Name: `/shop-${service}-1`,
    State: { Running: true },
    Config: {
      Labels: { 'com.docker.compose.service': service },
      ExposedPorts: Object.fromEntries(exposed.map((port) => [port, {}])),
    },
    HostConfig: { NetworkMode: mode },
    NetworkSettings: { Networks: networks },
  }) as unknown as Container;

const named = (...Aliases: string[]): Endpoint => ({ Aliases });
const web = container({ service: 'web', networks: { back: named('web'), front: named('web') } });
const redis = container({
  service: 'redis',
  networks: { back: named('shop-redis-1', 'redis', 'redis0123456') },
});
const said = (apps: Container[], server: Container, ...others: Container[]): string => {
  try {
    betweenOf({ apps, server, all: [...apps, server, ...others] });
    return '';
  } catch (error) {
    return `${(error as Error).message}. Try: ${(error as { next?: string }).next}`;
  }
};

test('who stands between takes all names of the server, but the one that Docker made of its id', () => {
  const between = betweenOf({ apps: [web], server: redis, all: [web, redis] });
  assert.deepEqual(between.ports, [6379]);
  assert.deepEqual(
    puttingIn(between, 'x').map(({ args }) => args.slice(1).join(' ')),
    [
      `disconnect back ${redis.Id}`,
      'connect --alias shop-redis-1 --alias redis back x',
      `connect --alias holdfast-behind-redis back ${redis.Id}`,
    ],
  );
  assert.deepEqual(
    puttingBack(between, 'x').map(({ args }) => args.slice(1).join(' ')),
    [
      `disconnect back ${redis.Id}`,
      'x',
      `connect --alias shop-redis-1 --alias redis back ${redis.Id}`,
      '--force x',
    ],
  );
});

test('a server gets back whatever it had: its address, its links, its options', () => {
  const endpoint: Endpoint = {
    Aliases: ['redis'],
    Links: ['shop-log-1:log'],
    IPAMConfig: { IPv4Address: '10.5.0.7' },
    DriverOpts: { mtu: '1400' },
    GwPriority: 2,
  };
  const server = container({ service: 'redis', networks: { back: endpoint, other: named('redis') } });
  const between = betweenOf({ apps: [web], server, all: [web, server] });
  assert.deepEqual(
    puttingBack(between, 'x').map(({ args }) => args.slice(1).join(' ')),
    [
      `disconnect back ${server.Id}`,
      'x',
      `connect --alias redis --ip 10.5.0.7 --link shop-log-1:log --driver-opt mtu=1400 --gw-priority 2 back ${server.Id}`,
      '--force x',
    ],
  );
  // Whoever goes to that address goes over the wire, too; and the network that the app is not in stays as it is.
  assert.match(puttingIn(between, 'x')[1]?.args.join(' ') ?? '', /--alias redis --ip 10\.5\.0\.7 back x/);
});

test('where names lead past whatever stands between, that is refused with the next step', () => {
  const host = container({ service: 'web', networks: { host: {} }, mode: 'host' });
  assert.match(
    said([host], redis),
    /web \(network_mode: host\) and redis share no network. Try: a toxiproxy/,
  );
  const beside = container({ service: 'web', mode: 'container:abc' });
  assert.match(said([web, beside], redis), /web \(network_mode: service\) and redis share no network/);
  const linked = container({ service: 'web', networks: { back: { Links: ['shop-redis-1:db'] } } });
  assert.match(
    said([linked], redis),
    /has a link to its container \(shop-redis-1:db\).*Try: leave out links/,
  );
  const second = container({ service: 'redis', id: 'second', networks: { back: named('redis') } });
  assert.match(said([web], redis, second), /it has 2 containers, which share the name/);
  const cache = container({ service: 'cache', networks: { back: named('cache', 'redis') } });
  assert.match(said([web], redis, cache), /cache is called so, too, in the network back/);
  const closed = container({ service: 'redis', networks: { back: named('redis') }, exposed: ['53/udp'] });
  assert.match(said([web], closed), /on which port it listens. Try: expose: \['6379'\]/);
});

test("a user's own toxiproxy is told of by its API and a proxy, and nothing else will do", () => {
  assert.deepEqual(parseWires('http://127.0.0.1:8474/redis'), {
    api: 'http://127.0.0.1:8474',
    proxy: 'redis',
  });
  assert.deepEqual(parseWires('http://proxies:8474/proxies/a%20b/').proxy, 'a b');
  for (const text of ['http://127.0.0.1:8474', '127.0.0.1:8474/redis', 'ftp://x/y', 'http://x/a/b'])
    assert.throws(() => parseWires(text), /does not say where a toxiproxy is told what to do/);
});

test('it is the toxiproxy of the stack that stands between, for that is fetched already', async () => {
  const stack = await readFile(new URL('../../../../docker-compose.yml', import.meta.url), 'utf8');
  assert.ok(stack.includes(`image: ${TOXIPROXY_IMAGE}\n`));
});
