/** Every scenario by itself against the live stack, in its container and by the k6 of this machine. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { execa } from 'execa';
import pWaitFor from 'p-wait-for';
import { provision } from '../../harness/provision/provision.ts';
import { PROBED_WORKLOADS, type Workload } from '../../harness/model/workloads.ts';
import { healthy, metric, READY, signal, withSettings } from './apps.ts';
import { k6, THRESHOLD_CROSSED } from './k6.ts';
import { ROOT, settings, urlOf } from './stack.ts';

const TTL_MS = 3000;
/** What every store of express-session does to these: two requests of a session overwrite each other, bigint hangs. */
const CROSSED: Partial<Record<Workload, string>> = {
  tabs: 'session_wrong',
  overlap: 'session_wrong',
};
const exitsOf = (port: string) => metric(port, 'holdfast_app_deaths_total', 'reason="exit"');

async function holds(workload: Workload, of: Record<string, number>): Promise<void> {
  const crossed = CROSSED[workload];
  const { code, said } = await k6(workload, { STORE: 'redis', RATE: 60, CLIENTS: 6, ...of });
  assert.equal(code, crossed === undefined ? 0 : THRESHOLD_CROSSED, said);
  // The refusals that it asks for are no failures.
  if (workload === 'register') assert.match(said, /http_req_failed\.*: 0\.00%/);
  if (crossed !== undefined) assert.ok(said.includes(`thresholds on metrics '${crossed}' have been`), said);
}

// Two seconds of load each, and more of starting its container.
suite('k6 by itself, on Redis', { concurrency: 3 }, () => {
  for (const workload of PROBED_WORKLOADS.filter((each) => each !== 'expiry')) {
    const crossed = CROSSED[workload];
    const what = crossed === undefined ? 'holds its thresholds' : `crosses the threshold of ${crossed}`;
    test(`${workload} ${what}`, () => holds(workload, { TTL_MS: 600_000, DURATION_MS: 2000 }));
  }
});

test('k6 by itself: expiry holds its thresholds on Redis', async () => {
  await withSettings('redis', { HOLDFAST_TTL_MS: String(TTL_MS) });
  try {
    await holds('expiry', { TTL_MS, DURATION_MS: 6000 });
  } finally {
    await withSettings('redis', {});
  }
});

test('k6 by itself: MemoryStore on two instances crosses the threshold of sessions not found', async () => {
  const { code, said } = await k6('register', { STORE: 'memory', RATE: 60, CLIENTS: 6, DURATION_MS: 2000 });
  assert.equal(code, THRESHOLD_CROSSED, said);
  assert.match(said, /session_missing/);
});

test('k6 by itself: a scenario restarts the app by its control route, and Redis keeps what it holds', async () => {
  const before = await exitsOf('REDIS_1');
  const load = { RATE: 60, CLIENTS: 6, DURATION_MS: 6000, RESTART_AT_MS: 2000 };
  const { said } = await k6('register', { STORE: 'redis', TARGET: 'http://app-redis-1:3000', ...load });
  assert.doesNotMatch(said, /was not restarted/);
  assert.doesNotMatch(said, /thresholds on metrics 'session_missing/);
  await pWaitFor(() => healthy('REDIS_1'), READY);
  assert.equal(await exitsOf('REDIS_1'), before + 1);
});

test('k6 of this machine runs a scenario against the stack as well', async () => {
  const { path } = await provision('k6', { signal, report: () => {} });
  const of = {
    TARGET: urlOf('MONGO', 3030),
    INSTANCES: 2,
    STORE: 'mongo',
    RATE: 60,
    CLIENTS: 6,
    DURATION_MS: 2000,
  };
  const env = {
    K6_OUT: 'experimental-prometheus-rw',
    K6_PROMETHEUS_RW_SERVER_URL: `${urlOf('PROMETHEUS', 9090)}/api/v1/write`,
    K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM: 'true',
    K6_PROMETHEUS_RW_PUSH_INTERVAL: '1s',
  };
  await execa(
    path,
    ['run', '--quiet', ...settings({ ...of, RUN: 'local' }), `${ROOT}scenarios/register.ts`],
    {
      env,
      stdin: 'ignore',
      cancelSignal: signal,
    },
  );
  const query = encodeURIComponent('max_over_time(k6_session_ops_total{run="local"}[1m]) > 0');
  const url = `${urlOf('PROMETHEUS', 9090)}/api/v1/query?query=${query}`;
  const written = async () => {
    const { data } = (await (await fetch(url, { signal })).json()) as { data: { result: unknown[] } };
    return data.result.length > 0;
  };
  await pWaitFor(written, READY);
});
