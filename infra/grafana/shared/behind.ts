import type { Section } from './dashboard.ts';
import { APP, EXPORTER, OF_APP, OF_STORE } from './metrics.ts';
import { graph } from './panels.ts';

/** What explains figures: the processes, the balancers and the servers behind them. Folded until somebody asks. */
export const behind = (): Section => ({
  title: 'Behind the figures: processes, balancers, servers',
  isFolded: true,
  lines: [
    { heightUnits: 7, panels: [lag(), appProcessors(), serverProcessors()] },
    { heightUnits: 7, panels: [waiting(), pools()] },
    { heightUnits: 7, panels: [inBalancer(), balancerTrouble()] },
    { heightUnits: 7, panels: [connections(), hitRate(), evictions()] },
  ],
});

const OF_PROCESS = `job="app", ${OF_APP}`;
/** A balancer calls its way in as the store is called. */
const OF_BALANCER = 'job="balancer", proxy=~"$store"';

const lag = () =>
  graph({
    title: 'Event-loop lag',
    description:
      "How much later than it was due Node's loop came round, one time in a hundred, since the last look. What blocks the loop (a collection, a long computation, no processor) delays every request.",
    unit: 's',
    atLeast: 0.05,
    queries: [{ expr: `nodejs_eventloop_lag_p99_seconds{${OF_PROCESS}}`, legend: '{{store}} {{instance}}' }],
  });

const appProcessors = () =>
  graph({
    title: 'Processors of the apps',
    description: 'Processor time that each app takes up in a second; Node runs JavaScript on one processor.',
    unit: 'percentunit',
    atLeast: 1,
    queries: [
      {
        expr: `sum by (store, instance) (rate(process_cpu_seconds_total{${OF_PROCESS}}[$__rate_interval]))`,
        legend: '{{store}} {{instance}}',
      },
    ],
  });

const waiting = () =>
  graph({
    title: 'Calls of the store that wait',
    description:
      "Calls of the store's methods that have not called back: under way at the server, or in the driver's queue for a connection. It grows where the server or the pool is too small for what is asked.",
    unit: 'short',
    decimals: 0,
    atLeast: 5,
    queries: [
      { expr: `sum by (store, instance) (${APP.storeWaiting}{${OF_APP}})`, legend: '{{store}} {{instance}}' },
    ],
  });

const pools = () =>
  graph({
    title: "Pools of the stores' clients",
    description:
      "Connections at work in the pool of each app's client of the store, and requests that wait for one. Where some wait all the time the pool is too small, or the server too slow. Clients without a pool (Redis, memcached) are not here.",
    unit: 'short',
    decimals: 0,
    atLeast: 5,
    queries: [
      {
        expr: `sum by (store, instance) (${APP.clientConnections}{${OF_APP}, state="used"})`,
        legend: '{{store}} {{instance}} used',
      },
      {
        expr: `sum by (store, instance) (${APP.clientWaiting}{${OF_APP}})`,
        legend: '{{store}} {{instance}} waiting',
      },
    ],
  });

const inBalancer = () =>
  graph({
    title: 'Requests in the balancers',
    description:
      'Requests that each balancer has handed out and waits for, and those that it queues for want of an instance.',
    unit: 'short',
    decimals: 0,
    atLeast: 5,
    queries: [
      { expr: `sum by (proxy) (haproxy_backend_current_sessions{${OF_BALANCER}})`, legend: '{{proxy}}' },
      { expr: `sum by (proxy) (haproxy_backend_current_queue{${OF_BALANCER}})`, legend: '{{proxy}} queued' },
    ],
  });

const balancerTrouble = () =>
  graph({
    title: 'Retries and errors of the balancers',
    description:
      'Connections to an instance that each balancer tried again in each step, and requests that it gave up. It tries again only where no request has reached an app.',
    unit: 'short',
    as: 'bars',
    decimals: 0,
    atLeast: 5,
    queries: [
      { metric: 'haproxy_backend_retry_warnings_total', name: 'tried again' },
      { metric: 'haproxy_backend_connection_errors_total', name: 'given up' },
    ].map(({ metric, name }) => ({
      expr: `sum by (proxy) (rate(${metric}{${OF_BALANCER}}[$__rate_interval])) * $__interval_ms / 1000`,
      legend: `{{proxy}} ${name}`,
    })),
  });

const serverProcessors = () =>
  graph({
    title: 'Processors of the servers',
    description:
      "Processor time that each store's server takes up in a second, by its own figure (Redis, Mongo, memcached); stores on one server have the same.",
    unit: 'percentunit',
    atLeast: 1,
    queries: [
      {
        expr: `sum by (store) (rate(${EXPORTER.cpuSeconds}{${OF_STORE}}[$__rate_interval]))`,
        legend: '{{store}}',
      },
    ],
  });

const connections = () =>
  graph({
    title: 'Open connections of the servers',
    description:
      "All clients' connections that are open at each server, the exporter's own and its checks among them.",
    unit: 'short',
    decimals: 0,
    atLeast: 5,
    queries: [{ expr: `max by (store) (${EXPORTER.connections}{${OF_STORE}})`, legend: '{{store}}' }],
  });

const perSecond = (metric: string) => `sum by (store) (rate(${metric}{${OF_STORE}}[1m]))`;

const hitRate = () =>
  graph({
    title: 'Found in memory by the servers',
    description:
      'Of what was asked for in the last minute, the share that was there: keys (Redis, memcached; one that expired is not there), or pages in the cache of the others.',
    unit: 'percentunit',
    atLeast: 1,
    queries: [
      {
        expr: `${perSecond(EXPORTER.hits)} / (${perSecond(EXPORTER.hits)} + ${perSecond(EXPORTER.misses)} > 0)`,
        legend: '{{store}}',
      },
    ],
  });

const evictions = () =>
  graph({
    title: 'Thrown out by the servers',
    description:
      'Keys (Redis, memcached) or pages of the cache (Mongo) that a server threw out in each step for want of room. A key that is thrown out is a lost session.',
    unit: 'short',
    as: 'bars',
    decimals: 0,
    atLeast: 5,
    queries: [
      {
        expr: `sum by (store) (rate(${EXPORTER.evictions}{${OF_STORE}}[$__rate_interval])) * $__interval_ms / 1000`,
        legend: '{{store}}',
      },
    ],
  });
