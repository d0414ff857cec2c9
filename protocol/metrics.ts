/** Names of the app's metrics: Prometheus's conventions, base units. Every one carries `store` and `instance`. */
export const METRICS = {
  /** Histogram by route, method and status class: from the request's arrival to the end of its response. */
  requestSeconds: 'holdfast_http_request_duration_seconds',
  /** Histogram by operation: from the call of a store's method to its callback. */
  storeSeconds: 'holdfast_store_operation_duration_seconds',
  /** Counter by operation: callbacks with an error, and methods that threw. */
  storeErrors: 'holdfast_store_errors_total',
  /** Counter: responses below 400 whose session save failed or was answered before it failed. */
  unsavedAcknowledgements: 'holdfast_unsaved_acknowledgements_total',
  /** Counter: sessions that this instance made. */
  sessionsCreated: 'holdfast_sessions_created_total',
} as const;

/** Names of the generator's metrics, by k6's conventions. Times in milliseconds. */
export const K6_METRICS = {
  /** Counter by `op` and `outcome`. */
  operations: 'session_ops',
  /** Trend by `op`: from the send. */
  duration: 'session_op_duration',
  /** Trend by `op`: from the intended start. */
  latency: 'session_op_latency',
  /** Rate: operations that needed an acknowledged session and found none. */
  missing: 'session_missing',
  /** Rate: reads that showed another value than the client's last acknowledged one. */
  wrong: 'session_wrong',
  /** Rate: operations of unknown outcome or failed. */
  failed: 'session_failed',
} as const;
