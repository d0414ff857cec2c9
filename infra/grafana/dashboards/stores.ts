import { APP, K6, OF_APP, OF_PROBES, OF_RUN, OF_STORE, grown, paced, zeroes } from '../shared/metrics.ts';
import { behind } from '../shared/behind.ts';
import { dashboard } from '../shared/dashboard.ts';
import { lossRow } from '../shared/loss-row.ts';
import { graph, heatmap } from '../shared/panels.ts';

/** Which store is faster, which fails, which forgets, and what a session costs in each. */
export const stores = () =>
  dashboard({
    uid: 'holdfast-stores',
    title: 'Stores side by side',
    description: 'Throughput, latency, errors, losses and memory of every store, under the same axes.',
    sections: [
      {
        lines: [
          { heightUnits: 6, panels: lossRow() },
          { heightUnits: 8, panels: [throughput(), latency(), notFound()] },
          { heightUnits: 7, panels: [bytesPerSession(), unsaved(), errors()] },
        ],
      },
      {
        title: 'Store by store',
        lines: [
          { heightUnits: 7, forEachStore: outcomes() },
          { heightUnits: 7, forEachStore: quantiles() },
          { heightUnits: 7, forEachStore: requests() },
          { heightUnits: 7, forEachStore: storeOperations() },
          { heightUnits: 7, forEachStore: seen() },
          { heightUnits: 7, forEachStore: kept() },
        ],
      },
      behind(),
    ],
  });

const throughput = () =>
  graph({
    title: 'Operations acknowledged',
    description: 'Operations a second that clients were told have taken effect, by store.',
    unit: 'ops',
    queries: [
      {
        expr: `sum by (store) (store_run_outcome:k6_session_ops:rate30s{${OF_RUN}, outcome="ok"})`,
        legend: '{{store}}',
      },
    ],
  });

const latency = () =>
  graph({
    title: 'Latency, slowest of a hundred',
    description:
      "The 99th percentile, from when a client was to start by its schedule to the end of the answer: a client that was held up counts its waiting. Where k6 itself was late, it is k6's latency; see Generator.",
    unit: 's',
    queries: [
      {
        expr: `max by (store) (store_run:k6_session_op_latency_seconds:p99_30s{${OF_RUN}})`,
        legend: '{{store}}',
      },
    ],
  });

const notFound = () =>
  graph({
    title: 'Operations without their session',
    description:
      'Operations in each step that were told there is no session although it was acknowledged and had not ended.',
    unit: 'short',
    as: 'bars',
    decimals: 0,
    atLeast: 5,
    queries: [
      {
        expr: `${grown(`${K6.operations}{${OF_RUN}, seen="missing"}`, 'store')} or ${zeroes('store')}`,
        legend: '{{store}}',
      },
    ],
  });

const bytesPerSession = () =>
  graph({
    title: 'Bytes for each session',
    description:
      "How much memory grew with the number of sessions in the last ten minutes: the server's own figure, or the apps' heap after collections where the store has no server. Nothing where the number hardly changed. The harness's figure, from forced collections, is the one to quote.",
    unit: 'bytes',
    queries: [{ expr: `store:holdfast_bytes_per_session:slope10m{${OF_STORE}} > 0`, legend: '{{store}}' }],
  });

const unsaved = () =>
  graph({
    title: 'Acknowledged, not saved',
    description:
      'Responses below 400 in each step whose session could not be saved, by store, as the apps count them.',
    unit: 'short',
    as: 'bars',
    decimals: 0,
    atLeast: 5,
    queries: [{ expr: paced(`${APP.unsavedAcknowledgements}{${OF_APP}}`, 'store'), legend: '{{store}}' }],
  });

const errors = () =>
  graph({
    title: 'Requests without an answer',
    description:
      'Requests in each step that got no answer, or a status of 500 or more; a write that the app was asked to refuse is not among them.',
    unit: 'short',
    as: 'bars',
    decimals: 0,
    atLeast: 5,
    queries: [
      {
        expr: `${grown(`${K6.requests}{${OF_RUN}, status=~"0|5.."}`, 'store')} or ${zeroes('store')}`,
        legend: '{{store}}',
      },
    ],
  });

const outcomes = () =>
  graph({
    title: '$store: operations',
    description:
      'Operations a second by outcome. ok: took effect. fail: certainly had no effect, as writes that the app is asked to refuse. info: nobody knows, as the answer did not come.',
    unit: 'ops',
    queries: [
      {
        expr: `sum by (outcome) (store_run_outcome:k6_session_ops:rate30s{${OF_RUN}})`,
        legend: '{{outcome}}',
      },
    ],
  });

const quantiles = () =>
  graph({
    title: '$store: latency of clients',
    description:
      'Dotted half, dashed nine in ten, full 99 in a hundred operations were faster; from the intended start.',
    unit: 's',
    queries: [
      { p: '0.5', name: 'p50' },
      { p: '0.9', name: 'p90' },
      { p: '0.99', name: 'p99' },
    ].map(({ p, name }) => ({
      expr: `histogram_quantile(${p}, sum by (store) (rate(${K6.latency}{${OF_RUN}}[$__rate_interval])))`,
      legend: `{{store}} ${name}`,
    })),
  });

const requests = () =>
  heatmap({
    title: '$store: time of requests',
    description:
      'How many requests took how long, from their arrival at the app to the end of the response. A band that moves up is a store that slows down; a gap is an app that is away.',
    unit: 's',
    expr: `sum by (le) (increase(${APP.requestSeconds}_bucket{${OF_PROBES}}[$__rate_interval]))`,
  });

const storeOperations = () =>
  graph({
    title: '$store: p99 of the store',
    description:
      "The 99th percentile by the store's method, from its call to its callback: how much of the latency is the store's.",
    unit: 's',
    queries: [
      {
        // Methods that were not called have no quantile.
        expr: `store_operation:holdfast_store_operation_duration_seconds:p99_30s{${OF_STORE}} >= 0`,
        legend: '{{operation}}',
      },
    ],
  });

const seen = () =>
  graph({
    title: '$store: not found, wrong',
    description:
      'Operations in each step that did not find their session, or read a wrong value, by the instance that answered.',
    unit: 'short',
    as: 'bars',
    decimals: 0,
    atLeast: 5,
    queries: [
      { seen: 'missing', name: 'not found' },
      { seen: 'wrong', name: 'wrong' },
    ].map(({ seen, name }) => ({
      expr: `${grown(`${K6.operations}{${OF_RUN}, seen="${seen}"}`, 'instance')} or ${zeroes('instance')}`,
      legend: `${name} {{instance}}`,
    })),
  });

const kept = () =>
  graph({
    title: '$store: sessions kept',
    description:
      "Sessions, expired or not, that the store's server holds, or the apps where the store has no server. A fall without a reason is a loss.",
    unit: 'short',
    decimals: 0,
    queries: [{ expr: `store:holdfast_sessions_kept:sum{${OF_STORE}}`, legend: '{{store}}' }],
  });
