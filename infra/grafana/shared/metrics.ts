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

/**
 * How much counters grew in each step of a graph, as a difference: a series that was not there before counts from 0,
 * which increase() leaves out. For counters that never start again, as those of a run.
 */
export function grown(selector: string, by: string): string {
  const now = `last_over_time(${selector}[1m])`;
  return `sum by (${by}) (${now} - (last_over_time(${selector}[1m] offset $__interval) or 0 * ${now}))`;
}

/** 0 for every series of the clients' operations: a graph of losses without a loss is a line at 0, not a blank. */
export const zeroes = (by: string) => `0 * sum by (${by}) (${K6.operations}{${OF_RUN}, instance!=""})`;

/** The total of such counters, of all runs that reach into the time shown. */
export const total = (selector: string, by: string) =>
  `sum by (${by}) (max_over_time(${selector}[$__range]))`;

/** 0 for each store that clients asked something of in the time shown: what had no load has no figure. */
export const ZERO_WHERE_LOADED = `0 * group by (store) (max_over_time(${K6.operations}{${OF_RUN}}[$__range]))`;

/** 0 for each store whose apps are there. */
export const ZERO_WHERE_RUNNING = `0 * group by (store) (max_over_time(up{job="app", ${OF_STORE}}[$__range]))`;
