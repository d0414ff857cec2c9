import { STORE_SERVERS, type ServerEntry } from '../../harness/stores/servers.ts';
import { addressOf, type Entries, type StackEntry } from '../../harness/stores/stack-entry.ts';
import { balancerVariable, MOST_STACK_INSTANCES, STACK_INSTANCES } from '../../protocol/stack.ts';

/** Of each store: how many of them there are, HOLDFAST_INSTANCES says. */
export const INSTANCES = Array.from({ length: MOST_STACK_INSTANCES }, (_, index) => index + 1);

/** A wire from one instance of a store to its server, and the port that it has there. */
export interface Wire {
  name: string;
  port: number;
  server: ServerEntry;
}

/** Every wire of the stack. Those to one server have its ports in the order of the stores. */
export function wiresOf(entries: Entries): Wire[] {
  const taken = new Map<string, number>();
  return entries.flatMap(([store, { server: name }]) => {
    if (name === undefined) return [];
    const server = STORE_SERVERS[name];
    return INSTANCES.map((instance) => {
      const count = taken.get(name) ?? 0;
      taken.set(name, count + 1);
      return { name: `${store}-${instance}`, port: server.firstWire + count, server };
    });
  });
}

/** The services of a store: its app's instances, their balancer, and its server where no store before it has that one. */
export function servicesOf(store: string, entries: Entries): string {
  const entry = Object.fromEntries(entries)[store];
  if (entry === undefined) throw new Error(`${store} is not among the stores`);
  const { server: name, packages } = entry;
  const server = name && STORE_SERVERS[name];
  const users = entries.filter(([, { server }]) => server !== undefined && server === name);
  const isFirst = users[0]?.[0] === store;
  const wires = wiresOf(entries);
  const instances = INSTANCES.map((instance) => {
    const wire = wires.find(({ name }) => name === `${store}-${instance}`);
    return appService(store, entry, instance, wire);
  });
  const volumes = [
    ...(entry.needsFolder ? [`${store}-data`] : []),
    ...(isFirst ? Object.keys(server?.volumes ?? {}) : []),
  ];
  return [
    `# ${packages}. Made by npm run stack.`,
    'services:',
    ...(isFirst && server ? [serverService(server, users), ''] : []),
    [...instances, balancerService(store, entry)].join('\n\n'),
    ...(volumes.length > 0 ? ['', 'volumes:', ...volumes.map((volume) => `  ${volume}:`)] : []),
    '',
  ].join('\n');
}

const profiles = (stores: Entries) =>
  stores.some(([, { stack }]) => stack.always)
    ? []
    : [`    profiles: [${[...stores.map(([store]) => store), 'all'].join(', ')}]`];

function serverService(server: ServerEntry, users: Entries): string {
  const { service, image, port, volumes = {}, environment = {}, stopSignal, health } = server;
  const test = health?.test ?? ['CMD', 'bash', '-c', `'</dev/tcp/127.0.0.1/${port}'`];
  const mounts = Object.entries(volumes).map(([volume, path]) => `'${volume}:${path}'`);
  return [
    `  ${service}:`,
    '    extends: { file: base.yaml, service: server }',
    ...profiles(users),
    `    image: ${image}`,
    ...(stopSignal ? [`    stop_signal: ${stopSignal}`] : []),
    ...environmentOf(environment),
    ...(mounts.length > 0 ? [`    volumes: [${mounts.join(', ')}]`] : []),
    '    healthcheck:',
    ...(health?.why ? [`      # ${health.why}`] : []),
    `      test: [${test.join(', ')}]`,
  ].join('\n');
}

function appService(store: string, entry: StackEntry, instance: number, wire: Wire | undefined): string {
  const { stack, needsFolder } = entry;
  const url = wire
    ? addressOf(entry, wire.server, 'wires', wire.port) + (wire.server.query ?? '')
    : needsFolder && 'file:///var/lib/sessions';
  const variable = balancerVariable(store).replace(/_PORT$/, `_${instance}_PORT`);
  return [
    `  app-${store}-${instance}:`,
    `    extends: { file: base.yaml, service: ${baseOf(instance)} }`,
    ...profiles([[store, entry]]),
    ...(stack.image
      ? [
          `    image: \${COMPOSE_PROJECT_NAME}-app-${stack.image}`,
          ...(instance === 1
            ? [`    build: { context: ../.., dockerfile: infra/app/Dockerfile, target: ${stack.image} }`]
            : // It has the image that the first one builds.
              ['    depends_on:', `      app-${store}-1: { condition: service_started }`]),
        ]
      : []),
    ...(wire
      ? [
          '    depends_on:',
          `      ${wire.server.service}: { condition: service_healthy }`,
          '      wires: { condition: service_started }',
        ]
      : []),
    ...environmentOf({
      HOLDFAST_STORE: store,
      HOLDFAST_INSTANCE: `app-${instance}`,
      ...(url ? { HOLDFAST_STORE_URL: url } : {}),
    }),
    ...(needsFolder ? [`    volumes: ['${store}-data:/var/lib/sessions']`] : []),
    `    ports: ['127.0.0.1:\${${variable}:-${stack.port + instance}}:3000']`,
  ].join('\n');
}

/** The first one is always there; base.yaml has each of the others for each number of instances, made or not. */
const baseOf = (instance: number) =>
  instance === 1 ? 'app' : `'app-${instance}-of-\${HOLDFAST_INSTANCES:-${STACK_INSTANCES}}'`;

function balancerService(store: string, entry: StackEntry): string {
  return [
    `  balancer-${store}:`,
    '    extends: { file: base.yaml, service: balancer }',
    ...profiles([[store, entry]]),
    `    depends_on: [${INSTANCES.map((instance) => `app-${store}-${instance}`).join(', ')}]`,
    ...environmentOf({ HOLDFAST_STORE: store }),
    `    ports: ['127.0.0.1:\${${balancerVariable(store)}:-${entry.stack.port}}:3000']`,
  ].join('\n');
}

const environmentOf = (environment: Readonly<Record<string, string>>): string[] =>
  Object.keys(environment).length === 0
    ? []
    : ['    environment:', ...Object.entries(environment).map(([name, value]) => `      ${name}: ${value}`)];
