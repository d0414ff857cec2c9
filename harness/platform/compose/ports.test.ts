import assert from 'node:assert/strict';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import { HoldfastError } from '../../errors.ts';
import { anotherPort, choosePorts, isFree, STACK_PORTS, type PortChoice, type StackPort } from './ports.ts';
import type { Container } from './containers.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const WIRES = STACK_PORTS.find(({ service }) => service === 'wires') as StackPort;

async function taken() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return { port, [Symbol.dispose]: () => server.close() };
}

const running = (port: number, isRunning = true) =>
  ({
    State: { Running: isRunning },
    HostConfig: { PortBindings: { '8474/tcp': [{ HostPort: String(port) }] } },
  }) as unknown as Container;

/** For the wires alone, which docker-compose.yml would publish at `port`. */
const choose = (port: number, more: Partial<PortChoice> = {}) =>
  choosePorts({
    services: ['wires'],
    containers: new Map(),
    publishedAs: () => port,
    usual: true,
    ...more,
  });

test('every port that docker-compose.yml publishes is known by its variable and where it usually is', () => {
  const files = globSync(['docker-compose.yml', 'infra/stack/*.yaml'], { cwd: ROOT });
  const published = files.flatMap((file) =>
    [...readFileSync(ROOT + file, 'utf8').matchAll(/\{(HOLDFAST_\w+_PORT):-(\d+)\}:(\d+)/g)].map(
      ([, variable, port, target]) => `${variable} ${port} ${target}`,
    ),
  );
  assert.deepEqual(
    STACK_PORTS.map(({ variable, byDefault, target }) => `${variable} ${byDefault} ${target}`).toSorted(),
    published.toSorted(),
  );
});

test('a port that a variable names is taken as it is; where somebody has it, that is said with who', async () => {
  assert.deepEqual(await choose(await getPort()), { env: {}, taken: [] });
  using other = await taken();
  await assert.rejects(choose(other.port), (error: unknown) => {
    assert.ok(error instanceof HoldfastError);
    assert.equal(error.exitCode, 69);
    assert.match(
      error.message,
      new RegExp(`^port ${other.port} \\(by \\S+, process ${process.pid}\\) is taken on 127`),
    );
    assert.match(error.next ?? '', /another port by HOLDFAST_WIRES_PORT/);
    return true;
  });
});

test('a usual port gives way to another that is free', async () => {
  const { env } = await choose(WIRES.byDefault, { usual: false });
  const port = Number(env[WIRES.variable]);
  assert.ok(port > 10_000 && port !== WIRES.byDefault);
  assert.ok(await isFree(port));
});

test('a container that is there keeps the port that it has', async () => {
  using other = await taken();
  const kept = { env: { [WIRES.variable]: String(other.port) }, taken: [] };
  const containers = new Map([['wires', running(other.port)]]);
  assert.deepEqual(await choose(WIRES.byDefault, { containers, usual: false }), kept);
  // One that was stopped may have lost it to somebody meanwhile.
  const stopped = new Map([['wires', running(other.port, false)]]);
  const { env } = await choose(WIRES.byDefault, { containers: stopped });
  assert.notEqual(env[WIRES.variable], String(other.port));
});

test('ports that are drawn are not those of clients, nor drawn twice', async () => {
  const chosen: string[] = [];
  for (let count = 0; count < 50; count++) chosen.push(String(await anotherPort(chosen)));
  assert.equal(new Set(chosen).size, 50);
  assert.ok(chosen.every((port) => Number(port) < 32_768));
});
