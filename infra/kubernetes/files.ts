import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { STORE_SERVERS, type StackServer } from '../../harness/stores/servers.ts';
import { exportedServers, type Entries } from '../../harness/stores/stack-entry.ts';
import { appObjects } from '../../harness/stores/kubernetes/app.ts';
import { exporterObjects } from '../../harness/stores/kubernetes/exporter.ts';
import { labels } from '../../harness/stores/kubernetes/objects.ts';
import { serverObjects } from '../../harness/stores/kubernetes/server.ts';
import { STACK_INSTANCES } from '../../protocol/stack.ts';
import { MONITORS, NAMESPACE, POLICIES, ruleObject } from './common.ts';
import { documents, kustomization } from './objects.ts';

interface Whole {
  path: string;
  text: string;
}

const FOLDER = 'infra/kubernetes';
const DASHBOARDS = 'infra/grafana/dashboards/json';
const RULES = ['alerts', 'recording'];

/**
 * The live stack for a cluster, as kustomize bases: what is common, each server, the app on each store, and what shows
 * them. `infra/kubernetes` itself has the stores that `docker compose up` has, `infra/kubernetes/all` all of them.
 */
export function kubernetesFiles(entries: Entries): Whole[] {
  const tag = (JSON.parse(read('package.json')) as { version: string }).version;
  const always = entries.filter(([, { stack }]) => stack.always);
  return [
    whole('kustomization.yaml', top('The live stack: MemoryStore, Redis and Mongo.', always, '.')),
    whole('all/kustomization.yaml', top('Every store of the live stack.', entries, '..')),
    ...base('common', 'The namespace, who may call whom, and the exporter.', {
      namespace: [NAMESPACE],
      policies: POLICIES,
      exporter: exporterObjects({
        servers: exportedServers(entries),
        apps: 'app-*',
        image: `holdfast-app:${tag}`,
      }),
    }),
    ...serversOf(entries).flatMap((name) => {
      const server = STORE_SERVERS[name];
      const what = `The server ${server.name ?? server.service}.`;
      return base(`servers/${server.service}`, what, {
        [server.service]: serverObjects(server, { keeps: 'claims' }),
      });
    }),
    ...entries.flatMap(([store, entry]) =>
      base(`stores/${store}`, `The app on ${entry.packages}.`, {
        app: appObjects(store, entry, { instances: STACK_INSTANCES, tag }),
      }),
    ),
    ...base(
      'monitoring',
      'For clusters with prometheus-operator, and with a Grafana that takes dashboards from ConfigMaps.',
      {
        monitors: MONITORS,
        ...Object.fromEntries(
          RULES.map((name) => {
            const { groups } = parse(read(`infra/prometheus/rules/${name}.yml`)) as { groups: unknown };
            return [name, [ruleObject(name, groups)]];
          }),
        ),
      },
      { resources: ['../../grafana/dashboards/json'], namespace: NAMESPACE.metadata.name },
    ),
    { path: `${DASHBOARDS}/kustomization.yaml`, text: dashboards() },
  ];
}

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const whole = (path: string, text: string): Whole => ({ path: `${FOLDER}/${path}`, text });

const serversOf = (entries: Entries): StackServer[] => [
  ...new Set(entries.flatMap(([, { server }]) => server ?? [])),
];

function top(comment: string, entries: Entries, root: string): string {
  const services = serversOf(entries).map((name) => STORE_SERVERS[name].service);
  return kustomization(comment, {
    namespace: NAMESPACE.metadata.name,
    resources: [
      `${root}/common`,
      ...services.map((service) => `${root}/servers/${service}`),
      ...entries.map(([store]) => `${root}/stores/${store}`),
    ],
  });
}

/** A folder that is a base by itself: one file for each of its parts. */
function base(
  folder: string,
  comment: string,
  parts: Readonly<Record<string, readonly object[]>>,
  { resources = [], ...more }: { resources?: string[]; namespace?: string } = {},
): Whole[] {
  const files = Object.keys(parts).map((name) => `${name}.yaml`);
  return [
    whole(
      `${folder}/kustomization.yaml`,
      kustomization(comment, { ...more, resources: [...files, ...resources] }),
    ),
    ...Object.entries(parts).map(([name, objects]) =>
      whole(`${folder}/${name}.yaml`, documents(comment, objects)),
    ),
  ];
}

/** Where the dashboards are: a base takes files from nowhere else. */
function dashboards(): string {
  const names = ['generator', 'loss', 'memory', 'stores'];
  return kustomization('The dashboards as ConfigMaps, as the sidecar of Grafana takes them.', {
    configMapGenerator: names.map((name) => ({
      name: `holdfast-dashboard-${name}`,
      files: [`holdfast-${name}.json`],
      options: { labels: { ...labels('monitoring'), grafana_dashboard: '1' } },
    })),
    generatorOptions: { disableNameSuffixHash: true },
  });
}
