import assert from 'node:assert/strict';
import { delimiter } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { restoring } from './before.ts';
import type { Container } from './containers.ts';

const container = (
  service: string,
  { env = [], running = true, memory = 0, ports = {}, labels = {} }: Partial<Settings> = {},
): Container => ({
  Id: service,
  Name: `/holdfast-${service}-1`,
  RestartCount: 0,
  State: { Running: running, Paused: false, OOMKilled: false, Pid: 1, ExitCode: 0 },
  Config: { Env: env, Image: 'image', Labels: { 'com.docker.compose.service': service, ...labels } },
  HostConfig: {
    Memory: memory,
    PortBindings: Object.fromEntries(
      Object.entries(ports).map(([inside, outside]) => [`${inside}/tcp`, [{ HostPort: String(outside) }]]),
    ),
  },
  Image: 'sha256:1',
  NetworkSettings: { Ports: {} },
});
interface Settings {
  env: string[];
  running: boolean;
  memory: number;
  ports: Record<number, number>;
  labels: Record<string, string>;
}

const services = ['redis', 'app-redis-1', 'app-redis-2', 'balancer-redis'];
const fileServices = ['app-file-1', 'app-file-2', 'balancer-file'];
const volumesOf = (service: string) =>
  service === 'redis'
    ? ['holdfast_redis-data']
    : service.startsWith('app-file')
      ? ['holdfast_file-data']
      : [];
const restore = (...found: Container[]) => restoreOf(services, ...found);
const restoreOf = (known: readonly string[], ...found: Container[]) => commandsFor(known, found, false);
const commandsFor = (known: readonly string[], found: readonly Container[], isVisited: boolean) =>
  restoring({
    containers: new Map(found.map((each) => [each.Id, each])),
    services: known,
    volumesOf,
    isVisited,
  }).map(({ args, env = {} }) => {
    // Every command has that, for the name of the stack.
    const { PWD: _, ...settings } = env;
    return { words: args.slice(args.indexOf('*') + 1).join(' '), env: settings };
  });

test('where there was nothing, nothing is left', () => {
  assert.deepEqual(restore(), [{ words: 'down --volumes --remove-orphans --timeout 2', env: {} }]);
});

test('where there was nothing but a k6 at work, its network stays, and nothing of the services', () => {
  assert.deepEqual(
    commandsFor(services, [], true).map(({ words }) => words),
    [`rm --stop --force ${services.join(' ')}`, 'volume rm --force holdfast_redis-data'],
  );
});

test('compose reads what it reads for the user, and a container is made again from the files that it was made from', () => {
  assert.ok(
    !restoring({ containers: new Map(), services, volumesOf, isVisited: false })[0]?.args.includes('--file'),
  );
  const own = fileURLToPath(import.meta.url);
  const labels = {
    'com.docker.compose.project.config_files': `${own},${own}`,
    'com.docker.compose.project.environment_file': own,
  };
  const files = {
    COMPOSE_FILE: `${own}${delimiter}${own}`,
    COMPOSE_PATH_SEPARATOR: delimiter,
    COMPOSE_ENV_FILES: own,
  };
  const gone = { 'com.docker.compose.project.config_files': '/gone/docker-compose.yml' };
  assert.deepEqual(
    restore(container('redis', { labels }), container('balancer-redis', { labels: gone })).slice(-2),
    [
      { words: 'up --detach --no-deps redis', env: files },
      { words: 'up --detach --no-deps balancer-redis', env: {} },
    ],
  );
  assert.deepEqual(
    restore(container('redis', { labels, running: false })).find(({ words }) => words.startsWith('stop')),
    { words: 'stop --timeout 2 redis', env: files },
  );
});

test('what was not there is removed with its data, and what ran gets its settings back', () => {
  const env = [
    'PATH=/bin',
    'NODE_ENV=development',
    'NODE_OPTIONS=--trace-gc',
    'HOLDFAST_STORE=redis',
    'HOLDFAST_TTL_MS=1234',
  ];
  const commands = restore(container('app-redis-1', { env, memory: 1024 }), container('balancer-redis'));
  assert.deepEqual(
    commands.map(({ words }) => words),
    [
      'rm --stop --force redis app-redis-2',
      'volume rm --force holdfast_redis-data',
      'up --detach --no-deps app-redis-1',
      'up --detach --no-deps balancer-redis',
    ],
  );
  assert.deepEqual(commands[2]?.env, {
    HOLDFAST_INSTANCES: '1',
    HOLDFAST_NODE_ENV: 'development',
    HOLDFAST_NODE_OPTIONS: '--trace-gc',
    HOLDFAST_TTL_MS: '1234',
    HOLDFAST_APP_MEMORY: '1024',
  });
});

test('services with the same settings are brought up together; what had been stopped is stopped', () => {
  const env = ['HOLDFAST_TTL_MS=5'];
  const commands = restore(
    container('redis', { running: false }),
    container('app-redis-1', { env }),
    container('app-redis-2', { env }),
    container('balancer-redis'),
  );
  assert.deepEqual(
    commands.map(({ words }) => words),
    [
      'stop --timeout 2 redis',
      'up --detach --no-deps app-redis-1 app-redis-2',
      'up --detach --no-deps balancer-redis',
    ],
  );
});

test('of several instances all come back, and a balancer looks for as many as it did', () => {
  const commands = restoreOf(
    ['app-redis-1', 'app-redis-2', 'app-redis-3', 'app-redis-4', 'balancer-redis'],
    container('app-redis-1'),
    container('app-redis-3'),
    container('balancer-redis', { env: ['HOLDFAST_INSTANCES=4'] }),
  );
  assert.deepEqual(commands.slice(-2), [
    { words: 'up --detach --no-deps app-redis-1 app-redis-3', env: { HOLDFAST_INSTANCES: '3' } },
    { words: 'up --detach --no-deps balancer-redis', env: { HOLDFAST_INSTANCES: '4' } },
  ]);
});

test('what was published elsewhere than usual is so again, whichever of it runs', () => {
  const commands = restore(
    container('app-redis-1', { ports: { 3000: 4021 }, running: false }),
    container('balancer-redis', { ports: { 3000: 4020 } }),
  );
  assert.deepEqual(commands.at(-1)?.env, {
    HOLDFAST_REDIS_1_PORT: '4021',
    HOLDFAST_REDIS_PORT: '4020',
  });
});

test('data that several services share is removed once, and only where none of them was there', () => {
  assert.deepEqual(restoreFiles(container('balancer-file')).slice(0, 2), [
    'rm --stop --force app-file-1 app-file-2',
    'volume rm --force holdfast_file-data',
  ]);
  assert.deepEqual(restoreFiles(container('app-file-1'), container('balancer-file')), [
    'rm --stop --force app-file-2',
    'up --detach --no-deps app-file-1 balancer-file',
  ]);
});

const restoreFiles = (...found: Container[]) => restoreOf(fileServices, ...found).map(({ words }) => words);
