import { EXPORTER_METRICS, HARNESS_METRICS, K6_METRICS, METRICS } from '../../../protocol/metrics.ts';

/** k6's own metrics as they are called in Prometheus. */
export const K6 = {
  operations: `k6_${K6_METRICS.operations}_total`,
  duration: `k6_${K6_METRICS.duration}_seconds`,
  latency: `k6_${K6_METRICS.latency}_seconds`,
  lateness: `k6_${K6_METRICS.lateness}_seconds`,
  intendedRate: `k6_${K6_METRICS.intendedRate}`,
  clients: 'k6_vus',
  dropped: 'k6_dropped_iterations_total',
  connecting: 'k6_http_req_connecting_seconds',
  requests: 'k6_http_reqs_total',
} as const;

export const HARNESS = HARNESS_METRICS;
export const APP = METRICS;
export const EXPORTER = EXPORTER_METRICS;

/** Labels that choose what the variables on top choose. Only clients and harness know of a run. */
export const OF_STORE = 'store=~"$store"';
export const OF_APP = `${OF_STORE}, instance=~"$instance"`;
export const OF_RUN = `${OF_STORE}, run=~"$run"`;

/** Requests of clients, not of health checks and of Prometheus. */
export const OF_PROBES = `${OF_STORE}, instance=~"$instance", route=~"/probe.*"`;

/** The last word of a gauge that its run says every few seconds: one that was killed says nothing more. */
export const lately = (selector: string) => `last_over_time(${selector}[30s])`;

/** The ends of the time shown, as Grafana puts them into a query, in seconds. */
const FROM = '${__from:date:seconds}';
const TO = '${__to:date:seconds}';
/**
 * A counter of a run keeps its last value that long: the client that met a loss may meet the next one hours later, and
 * k6 writes nothing of it in between. Longer than a step of any range up to 30 days.
 */
const KEPT = '1d';

/**
 * How much counters grew in each step of a graph, the one that begins at it: as differences, for a series that was not
 * there before counts from 0, which increase() leaves out. Steps at the ends are cut at the time shown, so that
 * whatever its length all of them add up to `total`. For counters that never start again, as those of a run.
 */
export function grown(selector: string, by: string): string {
  const at = (when: string) => `last_over_time(${selector}[${KEPT}]${when})`;
  const end = 'vector(time() + $__interval_ms / 1000)';
  const after = `(${at(' offset -$__interval')} and on () (${end} <= ${TO}) or ${at(` @ ${TO}`)} and on () (${end} > ${TO}))`;
  const before = `(${at('')} and on () (vector(time()) >= ${FROM}) or ${at(` @ ${FROM}`)} and on () (vector(time()) < ${FROM}))`;
  return `sum by (${by}) (${after} - (${before} or 0 * ${after}))`;
}

/** How much such counters grew in the time shown. */
export function total(selector: string, by: string): string {
  const last = `last_over_time(${selector}[$__range] @ ${TO})`;
  return `sum by (${by}) (${last} - (last_over_time(${selector}[${KEPT}] @ ${FROM}) or 0 * ${last}))`;
}

/** 0 for every series of the clients' operations: a graph of losses without a loss is a line at 0, not a blank. */
export const zeroes = (by: string) =>
  `0 * sum by (${by}) (last_over_time(${K6.operations}{${OF_RUN}, instance!=""}[$__rate_interval]))`;

/**
 * How much an app's counter grew in each step, by its rate: it begins anew with each process, and what was counted
 * between the last reading and the end of a process is nobody's. So it adds up to `counted`, but for what rates guess.
 */
export const paced = (selector: string, by: string) =>
  `sum by (${by}) (rate(${selector}[$__rate_interval])) * $__interval_ms / 1000`;

/** 0 for each store that clients asked something of in the time shown: what had no load has no figure. */
export const ZERO_WHERE_LOADED = `0 * group by (store) (max_over_time(${K6.operations}{${OF_RUN}}[$__range]))`;

/** 0 for each store whose apps are there. */
export const ZERO_WHERE_RUNNING = `0 * group by (store) (max_over_time(up{job="app", ${OF_STORE}}[$__range]))`;
