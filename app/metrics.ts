import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { Durations } from './durations.ts';
import { METRICS } from '../protocol/metrics.ts';
import { Waiting } from './waiting.ts';

/** From half a millisecond to ten seconds: a local store answers in the first buckets, a stalled one in the last. */
const LATENCY_BUCKETS_SECONDS = [
  0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.125, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** The app's metrics, on a registry of their own so that two apps in one process never mix. */
export type Metrics = ReturnType<typeof createMetrics>;

/** Makes the metrics of one instance; `store` and `instance` become labels of every one, Node's own included. */
export function createMetrics(labels: { store: string; instance: string }) {
  const registry = new Registry();
  registry.setDefaultLabels(labels);
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const buckets = LATENCY_BUCKETS_SECONDS;
  return {
    registry,
    requests: new Histogram({
      name: METRICS.requestSeconds,
      help: 'Time from the arrival of a request to the end of its response',
      labelNames: ['route', 'method', 'status'],
      buckets,
      registers,
    }),
    storeDurations: new Durations({
      name: METRICS.storeSeconds,
      help: "Time from the call of a store's method to its callback",
      buckets,
      register: registry,
    }),
    storeWaiting: new Waiting(registers),
    storeErrors: new Counter({
      name: METRICS.storeErrors,
      help: 'Store operations that gave an error or threw',
      labelNames: ['operation'],
      registers,
    }),
    storeRepeats: new Counter({
      name: METRICS.storeRepeats,
      help: "Calls of a callback of the store's methods that had been called before",
      labelNames: ['operation'],
      registers,
    }),
    unsaved: new Counter({
      name: METRICS.unsavedAcknowledgements,
      help: 'Responses below 400 whose session was not saved',
      registers,
    }),
    sessionsCreated: new Counter({
      name: METRICS.sessionsCreated,
      help: 'Sessions that were made and saved',
      registers,
    }),
  };
}

/** These metrics of a registry, as far as it has them, in Prometheus's text format; where none are named, all. */
export async function expositionOf(registry: Registry, names: readonly string[]): Promise<string> {
  if (names.length === 0) return registry.metrics();
  const known = names.filter((name) => registry.getSingleMetric(name) !== undefined);
  const each = await Promise.all(known.map((name) => registry.getSingleMetricAsString(name)));
  return each.map((metric) => `${metric}\n`).join('\n');
}
