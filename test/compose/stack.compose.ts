/** The live stack as a user has it: what is up, what it shows to whom, and k6 by itself against it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import pWaitFor from 'p-wait-for';
import { provision } from '../../harness/provision/provision.ts';
import { WORKLOADS, type Workload } from '../../harness/plan/workloads.ts';
import { HEADERS, ROUTES } from '../../protocol/routes.ts';
import { compose, ROOT, settings, urlOf } from './stack.ts';

const signal = AbortSignal.timeout(20 * 60_000);
const TTL_MS = 3000;
/** What every store of express-session does to these: two requests of a session overwrite each other, bigint hangs. */
const CROSSED: Partial<Record<Workload, string>> = {
  tabs: 'session_wrong',
  overlap: 'session_wrong',
  kinds: 'session_failed',
};
/** What k6 exits with when a threshold was crossed. */
const THRESHOLD_CROSSED = 99;
const READY = { interval: 250, timeout: 30_000, signal };

interface Container {
  Id: string;
  Name: string;
  Config: { User: string; Labels: Record<string, string> };
  HostConfig: { Memory: number };
  NetworkSettings: { Ports: Record<string, { HostIp: string }[] | null> };
}

async function containers(): Promise<Container[]> {
  const ids = await compose(['ps', '--all', '--quiet', '--no-trunc'], { signal });
  const { stdout } = await execa('docker', ['inspect', ...ids.split('\n').filter(Boolean)]);
  return JSON.parse(stdout) as Container[];
}

const serviceOf = ({ Config }: Container) => Config.Labels['com.docker.compose.service'] ?? '';

/** Runs a scenario in its container; gives k6's exit code and what it printed. */
async function k6(workload: string, of: Record<string, string | number>) {
  const words = ['run', '--rm', '-T', 'k6', 'run', '--quiet', `/scenarios/${workload}.ts`, ...settings(of)];
  const { exitCode, all } = await execa('docker', ['compose', ...words], {
    cwd: ROOT,
    all: true,
    reject: false,
    stdin: 'ignore',
    cancelSignal: signal,
  });
  return { code: exitCode, said: all };
}

/** The value of a metric of an app, over all its series with these labels. */
async function metric(port: string, name: string, labels: string): Promise<number> {
  const text = await (await fetch(`${urlOf(port, 0)}/metrics`, { signal })).text();
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) && line.includes(labels));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

const exitsOf = (port: string) => metric(port, 'holdfast_app_deaths_total', 'reason="exit"');

async function healthy(port: string): Promise<boolean> {
  try {
    return (await fetch(urlOf(port, 0) + ROUTES.health, { signal })).ok;
  } catch {
    return false;
  }
}

/** Recreates the app on a store with other settings of the stack, until it and the balancer serve again. */
async function withSettings(store: string, env: Record<string, string>): Promise<void> {
  await compose(['up', '-d', '--no-deps', '--wait', `app-${store}-1`, `app-${store}-2`], { signal, env });
  await pWaitFor(() => healthy(store.toUpperCase()), READY);
}

test('everything that is published is published on this machine alone', async () => {
  const addresses = (await containers()).flatMap((container) =>
    Object.values(container.NetworkSettings.Ports).flatMap((bindings) =>
      (bindings ?? []).map(({ HostIp }) => `${serviceOf(container)} ${HostIp}`),
    ),
  );
  assert.ok(addresses.length >= 13, addresses.join(', '));
  assert.deepEqual(
    addresses.filter((address) => !address.endsWith(' 127.0.0.1')),
    [],
  );
});

test('every app has a limit to its memory, and none runs as root', async () => {
  const apps = (await containers()).filter((container) => serviceOf(container).startsWith('app-'));
  assert.equal(apps.length, 6);
  for (const { Name, Config, HostConfig } of apps) {
    assert.equal(HostConfig.Memory, 256 * 1024 ** 2, Name);
    assert.equal(Config.User, 'node', Name);
  }
});

test('up a second time leaves every container as it is', async () => {
  const before = (await containers()).map(({ Id }) => Id).toSorted();
  await compose(['up', '-d', '--wait'], { signal });
  assert.deepEqual((await containers()).map(({ Id }) => Id).toSorted(), before);
});

test('Prometheus reaches everything that it is to ask', async () => {
  const url = `${urlOf('PROMETHEUS', 9090)}/api/v1/query?query=up`;
  const down = async () => {
    const answer = (await (await fetch(url, { signal })).json()) as {
      data: { result: { metric: Record<string, string>; value: [number, string] }[] };
    };
    const { result } = answer.data;
    assert.ok(result.length >= 9, `${result.length} targets`);
    return result
      .filter(({ value }) => value[1] !== '1')
      .map(({ metric: { job, instance } }) => `${job} ${instance}`);
  };
  await pWaitFor(async () => (await down()).length === 0, READY);
});

test('Grafana has its source of data and every dashboard', async () => {
  const url = urlOf('GRAFANA', 3000);
  const found = (await (await fetch(`${url}/api/search?type=dash-db`, { signal })).json()) as {
    uid: string;
  }[];
  assert.deepEqual(found.map(({ uid }) => uid).toSorted(), [
    'holdfast-generator',
    'holdfast-loss',
    'holdfast-memory',
    'holdfast-stores',
  ]);
});

test('a store of one app is met at both instances by turns, and at one alone where the balancer is sticky', async () => {
  const met = async () => {
    const names = new Set<string | null>();
    let cookie = '';
    for (let i = 0; i < 6; i++) {
      const { headers } = await fetch(urlOf('REDIS', 3020) + ROUTES.health, { headers: { cookie }, signal });
      cookie ||= headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ');
      names.add(headers.get(HEADERS.instance));
    }
    return [...names];
  };
  assert.deepEqual(new Set(await met()), new Set(['app-1', 'app-2']));
  await compose(['up', '-d', '--no-deps', '--wait', 'balancer'], {
    signal,
    env: { HOLDFAST_BALANCE: 'sticky' },
  });
  await pWaitFor(() => healthy('REDIS'), READY);
  assert.equal((await met()).length, 1);
  await compose(['up', '-d', '--no-deps', '--wait', 'balancer'], { signal });
  await pWaitFor(() => healthy('REDIS'), READY);
});

for (const workload of WORKLOADS) {
  const crossed = CROSSED[workload];
  const what = crossed === undefined ? 'holds its thresholds' : `crosses the threshold of ${crossed}`;
  test(`k6 by itself: ${workload} ${what} on Redis`, async () => {
    const isExpiry = workload === 'expiry';
    if (isExpiry) await withSettings('redis', { HOLDFAST_TTL_MS: String(TTL_MS) });
    try {
      const load = { RATE: 60, CLIENTS: 6, DURATION_MS: isExpiry ? 6000 : 2000 };
      const ttl = { TTL_MS: isExpiry ? TTL_MS : 600_000 };
      const { code, said } = await k6(workload, { STORE: 'redis', ...ttl, ...load });
      assert.equal(code, crossed === undefined ? 0 : THRESHOLD_CROSSED, said);
      if (crossed !== undefined)
        assert.ok(said.includes(`thresholds on metrics '${crossed}' have been`), said);
    } finally {
      if (isExpiry) await withSettings('redis', {});
    }
  });
}

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

test('the stores of a profile join the stack, and are measured as the others are', async () => {
  const more = ['mysql', 'postgres', 'memcached'];
  const profiles = more.flatMap((store) => ['--profile', store]);
  await compose([...profiles, 'up', '-d', '--wait'], { signal });
  for (const store of more) {
    const { code, said } = await k6('register', { STORE: store, RATE: 60, CLIENTS: 6, DURATION_MS: 2000 });
    assert.equal(code, 0, said);
  }
  const query = encodeURIComponent('sum by (store) (up{job="app"} or holdfast_store_server_up)');
  const url = `${urlOf('PROMETHEUS', 9090)}/api/v1/query?query=${query}`;
  const seen = async () => {
    const { data } = (await (await fetch(url, { signal })).json()) as {
      data: { result: { metric: { store: string }; value: [number, string] }[] };
    };
    return data.result.map(({ metric: { store }, value }) => `${store} ${value[1]}`);
  };
  await pWaitFor(
    async () => (await seen()).filter((line) => more.some((store) => line === `${store} 3`)).length === 3,
    READY,
  );
  await compose(
    [
      ...profiles,
      'rm',
      '--stop',
      '--force',
      '--volumes',
      ...more.flatMap((store) => [store, `app-${store}-1`, `app-${store}-2`]),
    ],
    { signal },
  );
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

test('an app that outgrows its memory is killed by the kernel, comes back, and counts how it died', async () => {
  await withSettings('memory', { HOLDFAST_APP_MEMORY: '112m' });
  await k6('growth', { STORE: 'memory', BYTES: 100_000, RATE: 200, CLIENTS: 10, DURATION_MS: 10_000 });
  await pWaitFor(async () => (await healthy('MEMORY_1')) && healthy('MEMORY_2'), READY);
  const died = await Promise.all(
    ['MEMORY_1', 'MEMORY_2'].map((port) => metric(port, 'holdfast_app_deaths_total', 'reason="oom_kill"')),
  );
  assert.ok(died[0]! + died[1]! >= 1, `killed ${died.join(' and ')} times`);
  await withSettings('memory', {});
});

test('an app that was killed by hand stays away until it is started, and then says that it was killed', async () => {
  const create = await fetch(urlOf('REDIS_2', 3022) + ROUTES.session, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ owner: 's-1' }),
    signal,
  });
  assert.equal(create.status, 200);
  const cookie = create.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  await compose(['kill', 'app-redis-2'], { signal });
  await delay(1500);
  assert.equal(await healthy('REDIS_2'), false);
  await compose(['start', 'app-redis-2'], { signal });
  await pWaitFor(() => healthy('REDIS_2'), READY);
  assert.equal(await metric('REDIS_2', 'holdfast_app_deaths_total', 'reason="killed"'), 1);
  assert.equal(
    (await fetch(urlOf('REDIS_2', 3022) + ROUTES.session, { headers: { cookie }, signal })).status,
    200,
  );
});
