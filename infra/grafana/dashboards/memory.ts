import { APP, EXPORTER, OF_APP, OF_STORE } from '../shared/metrics.ts';
import { dashboard } from '../shared/dashboard.ts';
import { lossRow } from '../shared/loss-row.ts';
import { graph } from '../shared/panels.ts';
import { type Column, storeTable } from '../shared/store-table.ts';

const HEAP = `nodejs_heap_size_used_bytes{job="app", ${OF_APP}}`;
const HOUR_SECONDS = 3600;

/** What grows with the sessions, where it ends, and what did end there. */
export const memory = () =>
  dashboard({
    uid: 'holdfast-memory',
    title: 'Memory growth',
    description:
      'Heap, memory of the containers and their limits, sessions held, the servers, restarts and kills.',
    sections: [
      {
        lines: [
          { heightUnits: 6, panels: lossRow() },
          { heightUnits: 6, panels: [each()] },
          { heightUnits: 8, panels: [heap(), container()] },
          { heightUnits: 8, panels: [kept(), servers(), perSessionOverTime()] },
        ],
      },
      {
        title: 'Store by store',
        lines: [
          { heightUnits: 7, forEachStore: share() },
          { heightUnits: 7, forEachStore: collections() },
          { heightUnits: 7, forEachStore: deaths() },
        ],
      },
    ],
  });

const each = () =>
  storeTable({
    title: 'Memory of each store',
    worstBy: ['Of its limit'],
    columns: [ofLimit(), ahead(), kills(), starts(), sessions(), perSession()],
  });

const perSession = (): Column => ({
  title: 'Bytes a session',
  description:
    "How much memory grew with the number of sessions in the last ten minutes: the server's own figure, or the apps' heap after collections where the store has no server.",
  unit: 'bytes',
  absent: 'too few sessions',
  expr: `max by (store) (store:holdfast_bytes_per_session:slope10m{${OF_STORE}}) > 0`,
});

const sessions = (): Column => ({
  title: 'Sessions kept',
  description: "Sessions, expired or not, in the store's server, or in the apps where there is none.",
  unit: 'short',
  absent: 'no store',
  expr: `sum by (store) (store:holdfast_sessions_kept:sum{${OF_STORE}})`,
});

const ofLimit = (): Column => ({
  title: 'Of its limit',
  description:
    "The fullest instance: its heap after collections of what V8 lets it grow to, or its container's memory of what the kernel lets it take up, whichever is nearer to the end.",
  unit: 'percentunit',
  decimals: 0,
  absent: 'no app',
  bad: { from: 0.8 },
  expr: `max by (store) (store_instance_limit:holdfast_app_memory_of_limit:ratio{${OF_APP}})`,
});

const ahead = (): Column => ({
  title: 'Limit reached in',
  description:
    "At the pace of the last ten minutes, and only where the heap grows with the sessions: the first instance that gets to V8's limit or the container's. More than a day is not in sight.",
  unit: 's',
  decimals: 0,
  absent: 'not in sight',
  bad: { below: HOUR_SECONDS / 2 },
  expr: `min by (store) (store_instance_limit:holdfast_memory_limit_ahead_seconds:deriv10m{${OF_APP}}) < ${24 * HOUR_SECONDS}`,
});

const kills = (): Column => ({
  title: 'Killed',
  description: 'Processes that the kernel killed for memory, or that V8 ended at the limit of its heap.',
  unit: 'short',
  absent: 'no app',
  bad: { from: 1 },
  expr: `round(sum by (store) (increase(${APP.deaths}{${OF_APP}, reason=~"oom_kill|heap_limit"}[$__range])))`,
});

const starts = (): Column => ({
  title: 'Starts anew',
  description: 'How often a process of an app was followed by a new one, by request or not.',
  unit: 'short',
  absent: 'no app',
  expr: `sum by (store) (changes(process_start_time_seconds{job="app", ${OF_APP}}[$__range]))`,
});

const heap = () =>
  graph({
    title: 'Heap in use',
    description:
      "What JavaScript's objects take up, with what is not yet collected: the lower edge of the saw is what is held.",
    unit: 'bytes',
    queries: [{ expr: HEAP, legend: '{{store}} {{instance}}' }],
  });

const container = () =>
  graph({
    title: 'Memory of the containers, and where the kernel kills',
    description:
      'What counts towards the limit of each container less the pages of files that the kernel takes back before it kills; long dashes are the limits.',
    unit: 'bytes',
    queries: [
      {
        expr: `${APP.memoryBytes}{${OF_APP}} - ${APP.idleFileBytes}{${OF_APP}}`,
        legend: '{{store}} {{instance}}',
      },
      { expr: `max by (store) (${APP.memoryLimitBytes}{${OF_APP}})`, legend: '{{store}} limit' },
    ],
  });

const kept = () =>
  graph({
    title: 'Sessions kept',
    description: "Sessions, expired or not, in the store's server, or in the apps where there is none.",
    unit: 'short',
    decimals: 0,
    queries: [{ expr: `store:holdfast_sessions_kept:sum{${OF_STORE}}`, legend: '{{store}}' }],
  });

const servers = () =>
  graph({
    title: 'Held by the servers',
    description:
      "Each server's own figure of what it holds: Redis its used memory, Mongo, MySQL and PostgreSQL the sessions' data and indexes, without the server itself. That an app does not grow may mean that its server does.",
    unit: 'bytes',
    queries: [{ expr: `${EXPORTER.memoryBytes}{${OF_STORE}}`, legend: '{{store}}' }],
  });

const perSessionOverTime = () =>
  graph({
    title: 'Bytes for each session',
    description:
      "How much memory grew with the number of sessions in the ten minutes before; nothing where it hardly changed. The harness's figure, from forced collections, is the one to quote.",
    unit: 'bytes',
    queries: [{ expr: `store:holdfast_bytes_per_session:slope10m{${OF_STORE}} > 0`, legend: '{{store}}' }],
  });

const share = () =>
  graph({
    title: '$store: memory, of its limits',
    description:
      "The heap, at its lowest of each half minute, as a share of V8's limit, at which the process aborts; and the container's memory as a share of its own, at which the kernel kills it.",
    unit: 'percentunit',
    atLeast: 1,
    badFrom: 0.8,
    queries: [
      {
        expr: `store_instance_limit:holdfast_app_memory_of_limit:ratio{${OF_APP}}`,
        legend: '{{store}} {{instance}} {{limit}}',
      },
    ],
  });

const collections = () =>
  graph({
    title: '$store: time collecting',
    description: 'Share of the time that an app stood still for collections of its heap.',
    unit: 'percentunit',
    atLeast: 0.05,
    queries: [
      {
        expr: `sum by (store, instance) (rate(nodejs_gc_duration_seconds_sum{job="app", ${OF_APP}}[$__rate_interval]))`,
        legend: '{{store}} {{instance}}',
      },
    ],
  });

const deaths = () =>
  graph({
    title: '$store: ends by reason',
    description:
      'Since the container was made, by reason. oom_kill: the kernel, for memory. heap_limit: V8. killed: SIGKILL. crash: an error. exit: as it was asked to.',
    unit: 'short',
    as: 'steps',
    decimals: 0,
    atLeast: 3,
    queries: [{ expr: `sum by (reason) (${APP.deaths}{${OF_APP}})`, legend: '{{reason}}' }],
  });
