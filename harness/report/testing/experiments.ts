/** Made-up experiments, for tests only. Their figures look like a run's, and are the same every time. */
import type { Anomaly, Bucket, ExperimentResult, FaultResult, Growth } from '../../model/results.ts';

/** -1 to 1, always the same for the same number. */
const wobble = (n: number) => Math.sin(n * 12.9898) * Math.cos(n * 4.1414);

const quantiles = (p50Ms: number, factor: number) => ({
  count: 4180,
  p50Ms,
  p90Ms: p50Ms * 1.8,
  p99Ms: p50Ms * 4 * factor,
  maxMs: p50Ms * 9 * factor,
});

/** A healthy experiment on a store that promises everything. */
export function experiment(store: string, changes: Partial<ExperimentResult> = {}): ExperimentResult {
  const durationMs = changes.durationMs ?? 20_000;
  return {
    id: `${store}/register`,
    epochMs: 0,
    store,
    title: 'Write and read back',
    workload: 'register',
    instances: 1,
    durationMs,
    promises: [{ id: 'survives-app-restart', source: `${store} README, "Usage"`, verdict: 'kept' }],
    notPromised: [],
    faults: [],
    counts: {
      operations: 8360,
      ok: 8360,
      fail: 0,
      info: 0,
      reads: 4180,
      readsAbsent: 0,
      writesAcknowledged: 4180,
      writesLost: 0,
      sessions: 212,
      sessionsLost: 0,
      sessionsUnavailable: 0,
    },
    latency: ['read', 'write'].map((op, index) => {
      const latency = { fromIntended: quantiles(1.42 + index, 1.1), fromSend: quantiles(1.31 + index, 1) };
      return { op, ...latency, steady: latency };
    }),
    generator: { verdict: 'pass', latenessP99Ms: 1.2, intendedPerSecond: 420, achievedPerSecond: 418 },
    buckets: buckets(durationMs, changes.faults ?? []),
    growth: null,
    checkers: ['lost-session', 'lost-write', 'stale-read'].map((checker) => ({
      checker,
      verdict: 'pass',
      count: 0,
      tested: 4180,
    })),
    anomalyCounts: { 'lost-session': 0, 'lost-write': 0, 'stale-read': 0 },
    anomalies: [],
    anomalyTimes: [],
    notes: [],
    problems: [],
    verdict: 'pass',
    ...changes,
  };
}

/** Half-second buckets: nothing gets through while a fault is in force, and a backlog after it. */
export function buckets(durationMs: number, faults: readonly FaultResult[], losses = 0): Bucket[] {
  const widthMs = 500;
  return Array.from({ length: Math.floor(durationMs / widthMs) }, (_, index) => {
    const atMs = index * widthMs;
    const down = faults.some((f) => atMs + widthMs > f.onsetMs && atMs < (f.healedMs ?? durationMs));
    const after = faults.some((f) => atMs >= (f.healedMs ?? Infinity) && atMs < (f.healedMs ?? 0) + widthMs);
    const lost = after ? losses : 0;
    const p50Ms = 1.4 + 0.2 * wobble(index);
    return {
      atMs,
      ok: down ? 60 : 210 + Math.round(8 * wobble(index)) - lost,
      failed: down ? 75 : 0,
      absent: lost,
      p50Ms: down ? 300 : p50Ms,
      p99Ms: down ? 930 : after ? 410 : 4 + wobble(index + 7),
      sendP50Ms: p50Ms - 0.1,
      losses: lost,
    };
  });
}

/** One that takes effect and heals after 0.9 s. */
export function fault(kind: string, onsetMs: number, changes: Partial<FaultResult> = {}): FaultResult {
  return {
    id: `${kind}-${onsetMs}`,
    kind,
    target: 'app-1',
    planned: true,
    onsetMs,
    healedMs: onsetMs + 900,
    tookEffect: true,
    evidence: { pidBefore: 4711, pidAfter: 4802, exit: kind === 'app-crash' ? 'SIGKILL' : 0, readyMs: 640 },
    unavailableMs: 905,
    sessionsBefore: 212,
    sessionsLost: 0,
    ...changes,
  };
}

export function lostWrite(index: number, atMs = 16_940 + index): Anomaly {
  const session = `s-${String(index).padStart(4, '0')}`;
  const at = { client: `c${index % 16}`, key: 'a', instance: 'app-1', status: 200 };
  return {
    kind: 'lost-write',
    session,
    key: 'a',
    atMs,
    summary: `write a=41 was acknowledged at ${((atMs - 2128) / 1000).toFixed(3)} s; no later read shows it`,
    layer: 'middleware',
    witness: [
      { ...at, op: 'write', value: 40, outcome: 'ok', startMs: atMs - 4100, endMs: atMs - 4098.6 },
      {
        ...at,
        op: 'write',
        value: 41,
        outcome: 'ok',
        startMs: atMs - 2130,
        endMs: atMs - 2128,
        instance: 'app-2',
        remark: 'express-session answered 200; its save failed: ECONNREFUSED',
      },
      { ...at, op: 'read', value: 40, outcome: 'ok', startMs: atMs - 1, endMs: atMs, remark: 'expected 41' },
      {
        ...at,
        op: 'read',
        value: 40,
        outcome: 'ok',
        startMs: atMs + 1160,
        endMs: atMs + 1161,
        remark: 'never seen again in 312 reads',
      },
    ],
  };
}

export function lostSession(index: number, faultId?: string, atMs = 8_950 + index): Anomaly {
  const at = { client: `c${index}`, instance: 'app-1' };
  return {
    kind: 'lost-session',
    session: `s-${String(index).padStart(4, '0')}`,
    atMs,
    summary: 'the session was acknowledged 0.95 s before; it is absent, and was never seen again in 40 reads',
    ...(faultId === undefined ? {} : { fault: faultId }),
    layer: 'server',
    witness: [
      { ...at, op: 'create', outcome: 'ok', startMs: atMs - 950, endMs: atMs - 948, status: 201 },
      {
        ...at,
        op: 'read',
        key: 'a',
        outcome: 'fail',
        startMs: atMs - 400,
        endMs: atMs - 399,
        status: 0,
        error: 'ECONNREFUSED',
      },
      {
        ...at,
        op: 'read',
        key: 'a',
        absent: true,
        outcome: 'ok',
        startMs: atMs,
        endMs: atMs + 2,
        status: 404,
        remark: 'expected a=17',
      },
    ],
  };
}

const slope = (bytes: number, noise: number, interceptBytes: number) => ({
  bytesPerSession: bytes,
  low: bytes - noise,
  high: bytes + noise,
  smallestVisible: noise * 1.3,
  interceptBytes,
  samples: 8,
});

/** Visitors who never come back: 100 a second for 14 s, then silence until the TTL is over. */
const ROOM: Growth['app']['room'] = {
  processes: 1,
  heapBytes: 19_900_000,
  rssBytes: 91_000_000,
  limit: 'V8',
  limitBytes: 536_870_912,
  ahead: { perSecond: 50, afterMs: 11_400_000, soonestMs: 10_200_000, latestMs: 13_200_000 },
};

export function growth(appBytes: number, serverBytes: number | null): Growth {
  const visitors = 1400;
  const lastVisitorMs = 14_000;
  const times = Array.from({ length: 11 }, (_, index) => index * 2000);
  const sessions = (atMs: number) => Math.round((Math.min(atMs, lastVisitorMs) / lastVisitorMs) * visitors);
  return {
    visitors,
    ttlMs: 5000,
    lastVisitorMs,
    app: {
      samples: times.map((atMs, index) => ({
        atMs,
        sessions: sessions(atMs),
        heapBytes: 18_400_000 + appBytes * sessions(atMs) + 9000 * wobble(index),
      })),
      slope: slope(appBytes, 21, 18_400_000),
      heldAfterTtl: appBytes > 100 ? 1 : null,
      ...(appBytes > 100 && { room: ROOM }),
    },
    server:
      serverBytes === null
        ? null
        : {
            figure: 'used_memory',
            samples: times.map((atMs, index) => ({
              atMs,
              sessions: sessions(atMs),
              memoryBytes:
                1_020_000 + serverBytes * sessions(atMs) * (atMs > 19_000 ? 0.02 : 1) + 4000 * wobble(index),
              stored: atMs > 19_000 ? 0 : sessions(atMs),
            })),
            slope: slope(serverBytes, 11, 1_020_000),
            heldAfterTtl: 0.02,
            storedAfterTtl: 0,
          },
  };
}
