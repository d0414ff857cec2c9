import { STORE_SERVERS } from '../../harness/stores/servers.ts';
import { balancerVariable, STACK_INSTANCES } from '../../protocol/stack.ts';
import type { StoreEntry } from '../../harness/stores/facts.ts';
import type { Made } from './made.ts';
import { kubernetesFiles } from '../kubernetes/files.ts';
import { exportedServers, type Entries, type StackEntry } from '../../harness/stores/stack-entry.ts';
import { INSTANCES, servicesOf, wiresOf } from './services.ts';

/** Every file that names the stores, made from what is known of them. The paths are seen from the project's root. */
export function filesOf(stores: readonly [store: string, entry: StoreEntry][]): Made[] {
  const entries = stores.filter((each): each is [string, StackEntry] => each[1].stack !== undefined);
  const others = stores.filter(([, { stack }]) => stack === undefined).map(([store]) => store);
  const profiled = entries.filter(([, { stack }]) => !stack.always);
  return [
    ...entries.map(([store]) => ({
      path: `infra/stack/${store}.yaml`,
      text: servicesOf(store, entries),
    })),
    { path: 'infra/wires/toxiproxy.json', text: JSON.stringify(wiresOf(entries).map(proxyOf)) },
    { path: 'protocol/stores.ts', text: namesModule(entries, others) },
    { path: 'infra/app/packages.txt', text: `${appPackages(entries).join('\n')}\n` },
    ...inCompose(entries),
    ...inPrometheus(
      entries.filter(([, { stack }]) => stack.always),
      profiled,
    ),
    ...kubernetesFiles(entries),
    { path: 'docs/STACK.md', block: 'stores', lines: portsTable(entries) },
  ];
}

const proxyOf = ({ name, port, server }: ReturnType<typeof wiresOf>[number]) => ({
  name,
  listen: `0.0.0.0:${port}`,
  upstream: `${server.service}:${server.port}`,
  enabled: true,
});

function namesModule(entries: Entries, others: readonly string[]): string {
  const ports = Object.fromEntries(entries.map(([store, { stack }]) => [store, stack.port]));
  return [
    '// Made by npm run stack.',
    '/** The stores of the live stack, and the port of the balancer of each where it is not set otherwise. */',
    `const PORTS = ${JSON.stringify(ports)} as const;`,
    '',
    "/** Holdfast's other stores. */",
    `const OTHERS = ${JSON.stringify(others)} as const;`,
    '',
    'export type StoreName = keyof typeof PORTS | (typeof OTHERS)[number];',
    "/** Every store of Holdfast's own. */",
    'export const KNOWN_STORES: readonly string[] = [...Object.keys(PORTS), ...OTHERS];',
    'export const BALANCER_PORTS: Readonly<Partial<Record<string, number>>> = PORTS;',
    '',
  ].join('\n');
}

/** What the app's own image holds besides the packages of the stores that have no image of their own. */
const FOR_EVERY_APP = ['express', 'p-timeout', 'prom-client', 'zod'];

const appPackages = (entries: Entries): string[] =>
  [
    ...new Set([...FOR_EVERY_APP, ...entries.flatMap(([, { npm, stack }]) => (stack.image ? [] : npm))]),
  ].toSorted();

const inCompose = (entries: Entries): Made[] => [
  {
    path: 'docker-compose.yml',
    block: 'files',
    lines: entries.map(([store]) => `  - infra/stack/${store}.yaml`),
  },
  {
    path: 'docker-compose.yml',
    block: 'servers',
    lines: [
      '      HOLDFAST_EXPORTER_SERVERS: >-',
      ...exportedServers(entries).map((line) => `        ${line}`),
    ],
  },
];

/** Those that are there unless HOLDFAST_INSTANCES says otherwise. */
const USUAL = INSTANCES.slice(0, STACK_INSTANCES);

const named = (name: string) => `          - ${name}`;

/** Targets that are always there, and names of those that may not be: of the app's instances, and of balancers. */
function inPrometheus(always: Entries, profiled: Entries): Made[] {
  const path = 'infra/prometheus/prometheus.yml';
  const instances = always.flatMap(([store]) => USUAL.map((n) => [store, n] as const));
  return [
    {
      path,
      block: 'apps',
      lines: instances.flatMap(([store, n]) => [
        `      - targets: ['app-${store}-${n}:3000']`,
        `        labels: { store: ${store}, instance: app-${n} }`,
      ]),
    },
    {
      path,
      block: 'apps of profiles',
      lines: profiled.flatMap(([store]) => USUAL.map((n) => named(`app-${store}-${n}`))),
    },
    {
      path,
      block: 'more apps',
      lines: [...always, ...profiled].flatMap(([store]) =>
        INSTANCES.slice(STACK_INSTANCES).map((n) => named(`app-${store}-${n}`)),
      ),
    },
    {
      path,
      block: 'balancers',
      lines: always.map(([store]) => `          - balancer-${store}:8404`),
    },
    {
      path,
      block: 'balancers of profiles',
      lines: profiled.map(([store]) => named(`balancer-${store}`)),
    },
  ];
}

function portsTable(entries: Entries): string[] {
  return [
    '',
    "| store | balancer's port | variable | keeps its sessions in |",
    '| --- | --- | --- | --- |',
    ...entries.map(([store, entry]) => {
      const { port } = entry.stack;
      return `| \`${store}\` | ${port} | \`${balancerVariable(store)}\` | ${placeOf(store, entry)} |`;
    }),
    '',
  ];
}

function placeOf(store: string, { server, needsFolder, table, stack }: Entries[number][1]): string {
  if (store === 'cookie') return 'the client';
  if (needsFolder) return `a ${table ? 'file' : 'folder'} in a volume that all instances have`;
  if (server === undefined) return 'each instance';
  const { service, name } = STORE_SERVERS[server];
  const where = [
    `\`${service}\`${name ? ` (${name})` : ''}`,
    ...(table ? [`table \`${table}\``] : []),
    ...(stack.database ? [`database ${stack.database}`] : []),
  ];
  return where.join(', ');
}
