/** How long after the load's time clients go on with what they are late with. What is then still due is never sent. */
export const LATE_MS = 10_000;

/** Where the rate goes up until something breaks, clients that are so far behind have met that, and leave it at that. */
export const OVERTAXED_MS = 5000;

/** The harness is asked for so long whether the last fault has healed; a fault that lasts longer is not waited for. */
export const FAULTS_PATIENCE_MS = 60_000;

/** The last look at all sessions takes no longer than this, whatever it has seen. */
export const LAST_LOOK_MS = 60_000;

/** What was begun just in time may take so many answers to come to its end. */
const ANSWERS = 4;

/** Workloads whose clients lie idle for several lives of a session after the load's time. */
const LIVES_AFTER: Readonly<Partial<Record<string, number>>> = { expiry: 4 };

/** What of a load says how long clients may take over it. */
export interface LoadTimes {
  workload: string;
  durationMs: number;
  lingerMs: number;
  /** How long clients come back to one session after that; absent: not at all. */
  returningMs?: number | undefined;
  /** How long a client waits for an answer. */
  timeoutMs: number;
  /** Life of a session, where it has an end. */
  ttlMs?: number | undefined;
}

/** After this nothing more is asked, but for the last look. */
export const askingEndsMs = ({
  workload,
  durationMs,
  lingerMs,
  returningMs = 0,
  timeoutMs,
  ttlMs = 0,
}: LoadTimes): number =>
  durationMs + LATE_MS + lingerMs + returningMs + ANSWERS * timeoutMs + (LIVES_AFTER[workload] ?? 0) * ttlMs;

/** After this all clients have come to their end, whatever the app did. One that has not is stuck. */
export const loadEndsMs = (times: LoadTimes): number =>
  askingEndsMs(times) + FAULTS_PATIENCE_MS + LAST_LOOK_MS + ANSWERS * times.timeoutMs;
