/** Names of the app's metrics: Prometheus's conventions, base units. Every one carries `store` and `instance`. */
export const METRICS = {
  /** Histogram by route, method and status class: from the request's arrival to the end of its response. */
  requestSeconds: 'holdfast_http_request_duration_seconds',
  /** Histogram by operation: from the call of a store's method to its callback. */
  storeSeconds: 'holdfast_store_operation_duration_seconds',
  /** Counter by operation: callbacks with an error, and methods that threw. */
  storeErrors: 'holdfast_store_errors_total',
  /** Counter by operation: calls of a callback that had been called before. */
  storeRepeats: 'holdfast_store_repeated_callbacks_total',
  /** Gauge by operation: calls of a store's methods whose callback has not been called. */
  storeWaiting: 'holdfast_store_operations_waiting',
  /** Gauge by operation: how long ago the first of those was called; 0 where there is none. */
  storeLongestWait: 'holdfast_store_longest_wait_seconds',
  /** Gauge by `state` (used, idle): connections in the pool of the store's client; absent for one without a pool. */
  clientConnections: 'holdfast_store_client_connections',
  /** Gauge: requests that wait for one of those. */
  clientWaiting: 'holdfast_store_client_waiting',
  /** Counter: responses below 400 whose session save failed or was answered before it failed. */
  unsavedAcknowledgements: 'holdfast_unsaved_acknowledgements_total',
  /** Counter: sessions that this instance made. */
  sessionsCreated: 'holdfast_sessions_created_total',
  /** Gauge: sessions, expired or not, that a store inside the app's process holds; absent for one with a server. */
  sessionsHeld: 'holdfast_sessions_held',
  /** Gauge: what the process may take up at most before the kernel kills it; absent where nothing limits it. */
  memoryLimitBytes: 'holdfast_app_memory_limit_bytes',
  /** Gauge: what counts towards that limit, by the control group's own figure; absent without a limit. */
  memoryBytes: 'holdfast_app_memory_bytes',
  /** Gauge: of that, pages of files that the kernel takes back before it kills. */
  idleFileBytes: 'holdfast_app_memory_idle_file_bytes',
  /** Gauge: what V8's heap may grow to at most before the process aborts. */
  heapLimitBytes: 'holdfast_app_heap_limit_bytes',
  /** Counter by `reason`: how the former processes of this instance's container ended. */
  deaths: 'holdfast_app_deaths_total',
} as const;

/**
 * The parameter of the metrics' address that names one of them, as often as wanted: then no others are given, as with
 * Prometheus's clients for Python and Java. Names that are not known give nothing.
 */
export const NAMED = 'name[]';

/** Values of `reason` of the deaths: killed for memory, V8's own limit, SIGKILL, another error, and as it was asked. */
export const DEATH_REASONS = ['oom_kill', 'heap_limit', 'killed', 'crash', 'exit'] as const;
export type DeathReason = (typeof DEATH_REASONS)[number];

/**
 * Names of the exporter's metrics, which carry `store`: gauges, and counters since the server's own start. Those from
 * `connections` on are of the whole server, whoever uses it, and only of servers that count them.
 */
export const EXPORTER_METRICS = {
  /** The server's own figure of what it takes up; absent while it does not answer. */
  memoryBytes: 'holdfast_store_server_memory_bytes',
  /** Sessions that the server holds, expired or not; absent while it does not answer. */
  sessions: 'holdfast_store_server_sessions',
  /** 1 while the server answers, 0 while it does not. */
  up: 'holdfast_store_server_up',
  /** Connections of clients that are open, the exporter's own among them. */
  connections: 'holdfast_store_server_connections',
  /** Counter: processor time that the server has had. */
  cpuSeconds: 'holdfast_store_server_cpu_seconds_total',
  /** Counter: what it has thrown out for want of room: keys (Redis, memcached), or pages of its cache (Mongo). */
  evictions: 'holdfast_store_server_evictions_total',
  /** Counters: what was asked for and was in memory, or was not: keys (Redis, memcached), or pages of the cache. */
  hits: 'holdfast_store_server_cache_hits_total',
  misses: 'holdfast_store_server_cache_misses_total',
} as const;

/**
 * Names of the generator's metrics, by k6's conventions, times in milliseconds. In Prometheus each begins with `k6_`;
 * a counter ends in `_total`, a rate in `_rate`, a trend in `_seconds`, and all carry `store`, `run` and `workload`.
 */
export const K6_METRICS = {
  /** Counter by `op` and `outcome`; where somebody watches, also by `seen` and `instance`. */
  operations: 'session_ops',
  /** Trend by `op`: from the send. */
  duration: 'session_op_duration',
  /** Trend by `op`: from the intended start. */
  latency: 'session_op_latency',
  /** Rate: operations that needed an acknowledged session and found none. */
  missing: 'session_missing',
  /** Rate: reads that showed another value than the client's last acknowledged one. */
  wrong: 'session_wrong',
  /** Rate: operations that were not served. */
  failed: 'session_failed',
  /** Gauge: operations a second that the plan asks for now. Only where somebody watches, as is the next. */
  intendedRate: 'session_intended_rate',
  /** Trend: how late the generator sent operations whose client was idle when they were due. */
  lateness: 'session_op_lateness',
} as const;

/** What the harness writes to Prometheus of a run on the live stack. */
export const HARNESS_METRICS = {
  /** 1 from a fault's onset until it has healed. */
  fault: 'holdfast_fault_active',
  /** What the checkers found. */
  anomalies: 'holdfast_anomalies_total',
} as const;
