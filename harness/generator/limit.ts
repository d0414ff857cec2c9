import { loadEndsMs } from '../../protocol/limits.ts';
import type { Experiment } from '../model/plan.ts';

/** For k6 to start and to end, each of which it gives up after a minute. */
const MARGIN_MS = 180_000;

/**
 * How long the generator may take before it counts as stuck: longer than k6 itself gives its clients, so that only what
 * would never end is ended.
 */
export const limitOf = ({ load, subject: { ttlMs } }: Experiment): number =>
  loadEndsMs({ ...load, ttlMs }) + MARGIN_MS;
