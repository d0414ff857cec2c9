import { APP, EXPORTER, OF_APP, OF_STORE } from '../shared/metrics.ts';
import { dashboard } from '../shared/dashboard.ts';
import { lossRow } from '../shared/loss-row.ts';
import { figures, graph } from '../shared/panels.ts';

const HEAP = `nodejs_heap_size_used_bytes{job="app", ${OF_APP}}`;
const RESIDENT = `process_resident_memory_bytes{job="app", ${OF_APP}}`;
const HOUR_SECONDS = 3600;

/** What grows with the sessions, where it ends, and what did end there. */
export const memory = () =>
  dashboard({
    uid: 'holdfast-memory',
    title: 'Memory growth',
    description: 'Heap, resident memory and their limits, sessions held, the servers, restarts and kills.',
    sections: [
      {
        lines: [
          { heightUnits: 5, panels: lossRow() },
          {
            heightUnits: 5,
            panels: [perSession(), sessions(), ofLimit(), ahead(), kills(), starts()],
          },
          { heightUnits: 8, panels: [heap(), resident()] },
          { heightUnits: 8, panels: [kept(), servers(), perSessionOverTime()] },
        ],
      },
      {
        title: 'Store by store',
        lines: [
          { heightUnits: 7, forEachStore: heapShare() },
          { heightUnits: 7, forEachStore: collections() },
          { heightUnits: 7, forEachStore: deaths() },
        ],
      },
    ],
  });

const perSession = () =>
  figures({
    title: 'Bytes for each session',
    description:
      "How much memory grew with the number of sessions in the last ten minutes: the server's own figure, or the apps' heap after collections where the store has no server.",
    unit: 'bytes',
    absent: 'too few sessions',
    query: { expr: `store:holdfast_bytes_per_session:slope10m{${OF_STORE}} > 0`, legend: '{{store}}' },
  });

const sessions = () =>
  figures({
    title: 'Sessions kept',
    description: "Sessions, expired or not, in the store's server, or in the apps where there is none.",
    unit: 'short',
    absent: 'no store',
    query: { expr: `store:holdfast_sessions_kept:sum{${OF_STORE}}`, legend: '{{store}}' },
  });

const ofLimit = () =>
  figures({
    title: 'Heap, of its limit',
    description: "The fullest instance's heap after collections, as a share of what V8 lets it grow to.",
    unit: 'percentunit',
    decimals: 0,
    absent: 'no app',
    bad: { from: 0.8 },
    query: {
      expr: `max by (store) (store_instance:nodejs_heap_size_used_bytes:min30s{${OF_APP}} / on (store, instance) ${APP.heapLimitBytes}{${OF_APP}})`,
      legend: '{{store}}',
    },
  });

const ahead = () =>
  figures({
    title: 'Heap limit reached in',
    description:
      'At the pace of the last ten minutes, and only where the heap grows with the sessions: the first instance that gets there.',
    unit: 's',
    decimals: 0,
    absent: 'not in sight',
    bad: { below: HOUR_SECONDS / 2 },
    query: {
      expr: `min by (store) (store_instance:holdfast_heap_limit_ahead_seconds:deriv10m{${OF_APP}})`,
      legend: '{{store}}',
    },
  });

const kills = () =>
  figures({
    title: 'Killed for memory',
    description: 'Processes that the kernel killed for memory, or that V8 ended at the limit of its heap.',
    unit: 'short',
    absent: 'no app',
    bad: { from: 1 },
    query: {
      expr: `round(sum by (store) (increase(${APP.deaths}{${OF_APP}, reason=~"oom_kill|heap_limit"}[$__range])))`,
      legend: '{{store}}',
    },
  });

const starts = () =>
  figures({
    title: 'Starts anew',
    description: 'How often a process of an app was followed by a new one, by request or not.',
    unit: 'short',
    absent: 'no app',
    query: {
      expr: `sum by (store) (changes(process_start_time_seconds{job="app", ${OF_APP}}[$__range]))`,
      legend: '{{store}}',
    },
  });

const heap = () =>
  graph({
    title: 'Heap in use',
    description:
      "What JavaScript's objects take up, with what is not yet collected: the lower edge of the saw is what is held.",
    unit: 'bytes',
    queries: [{ expr: HEAP, legend: '{{store}} {{instance}}' }],
  });

const resident = () =>
  graph({
    title: 'Resident memory, and where the kernel kills',
    description: 'What each process takes up of the machine; long dashes are the limits of the containers.',
    unit: 'bytes',
    queries: [
      { expr: RESIDENT, legend: '{{store}} {{instance}}' },
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
    title: "Memory of the stores' servers",
    description: "Each server's own figure: that an app does not grow may mean that its server does.",
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

const heapShare = () =>
  graph({
    title: '$store: heap after collections, of its limit',
    description: "The lowest of each half minute, as a share of V8's limit. At 1 the process aborts.",
    unit: 'percentunit',
    atLeast: 1,
    badFrom: 0.8,
    queries: [
      {
        expr: `store_instance:nodejs_heap_size_used_bytes:min30s{${OF_APP}} / on (store, instance) ${APP.heapLimitBytes}{${OF_APP}}`,
        legend: '{{store}} {{instance}}',
      },
    ],
  });

const collections = () =>
  graph({
    title: '$store: time spent collecting',
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
    title: '$store: how processes ended',
    description:
      'Since the container was made, by reason. oom_kill: the kernel, for memory. heap_limit: V8. killed: SIGKILL. crash: an error. exit: as it was asked to.',
    unit: 'short',
    as: 'steps',
    decimals: 0,
    atLeast: 3,
    queries: [{ expr: `sum by (reason) (${APP.deaths}{${OF_APP}})`, legend: '{{reason}}' }],
  });
