/** The workload whose rounds latency and throughput are compared in: what most sites do, nine reads to a write. */
export const MEASURED_WORKLOAD = 'browse';
