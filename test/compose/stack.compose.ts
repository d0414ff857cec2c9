/** The live stack as a user has it: what is up, what it shows to whom, and who answers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { execa } from 'execa';
import pWaitFor from 'p-wait-for';
import { STACK_STORES } from '../../harness/stores/catalogue.ts';
import { HEADERS, ROUTES } from '../../protocol/routes.ts';
import { serverService } from '../../harness/stores/stack.ts';
import { balancerVariable } from '../../protocol/stack.ts';
import { BALANCER_PORTS } from '../../protocol/stores.ts';
import { healthy, READY, signal } from './apps.ts';
import { compose, urlOf } from './stack.ts';

interface Container {
  Id: string;
  Name: string;
  Config: { User: string; Labels: Record<string, string> };
  HostConfig: { Memory: number; RestartPolicy: { Name: string } };
  NetworkSettings: { Ports: Record<string, { HostIp: string }[] | null> };
}

async function containers(): Promise<Container[]> {
  const ids = await compose(['ps', '--all', '--quiet', '--no-trunc'], { signal });
  const { stdout } = await execa('docker', ['inspect', ...ids.split('\n').filter(Boolean)]);
  return JSON.parse(stdout) as Container[];
}

const serviceOf = ({ Config }: Container) => Config.Labels['com.docker.compose.service'] ?? '';

/** The instances that six requests of one client meet. */
async function met(): Promise<(string | null)[]> {
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
}

/** Who answers whether the store's app is ready, and what. A balancer that is made anew breaks what is under way. */
async function answeredBy(): Promise<string> {
  try {
    const { status, headers } = await fetch(urlOf('REDIS', 3020) + ROUTES.health, { signal });
    return `${status} ${headers.get(HEADERS.instance)?.replace(/\d/, 'N') ?? 'the balancer'}`;
  } catch {
    signal.throwIfAborted();
    return 'nobody';
  }
}

const untilAnswered = (wanted: string) => pWaitFor(async () => (await answeredBy()) === wanted, READY);

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

test('every store has two instances, its server and a way in at its own port', async () => {
  const text = await compose(['--profile', 'all', 'config', '--format', 'json'], {
    signal,
    env: Object.fromEntries(STACK_STORES.map((store) => [balancerVariable(store), ''])),
  });
  const { services } = JSON.parse(text) as {
    services: Record<
      string,
      {
        ports?: { published: string; target: number }[];
        depends_on?: object;
        image: string;
        build?: object;
      }
    >;
  };
  assert.deepEqual(Object.keys(BALANCER_PORTS).toSorted(), STACK_STORES.toSorted());
  for (const store of STACK_STORES) {
    const [port] = services[`balancer-${store}`]?.ports ?? [];
    assert.equal(Number(port?.published), BALANCER_PORTS[store], store);
    const server = serverService(store);
    const needed = ['exporter', ...(server === undefined ? [] : [server, 'wires'])].toSorted();
    for (const app of [services[`app-${store}-1`], services[`app-${store}-2`]]) {
      assert.ok(app, store);
      const others = Object.keys(app.depends_on ?? {}).filter((name) => name !== `app-${store}-1`);
      assert.deepEqual(others.toSorted(), needed, store);
      // Built for each service, it would be as many images.
      const builders = Object.values(services).filter(({ image, build }) => image === app.image && build);
      assert.equal(builders.length, 1, app.image);
    }
  }
});

test('every app has a limit to its memory, and none runs as root', async () => {
  const apps = (await containers()).filter((container) => serviceOf(container).startsWith('app-'));
  assert.equal(apps.length, 6);
  for (const { Name, Config, HostConfig } of apps) {
    assert.equal(HostConfig.Memory, 256 * 1024 ** 2, Name);
    assert.equal(Config.User, 'node', Name);
  }
});

test('whatever is up comes back with Docker', async () => {
  for (const { Name, HostConfig } of await containers())
    assert.equal(HostConfig.RestartPolicy.Name, 'unless-stopped', Name);
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
    'holdfast-run',
    'holdfast-stores',
  ]);
});

test('an app whose store is away answers for itself, unless the balancer is to ask whether it is ready', async () => {
  await compose(['stop', '--timeout', '2', 'redis'], { signal });
  await untilAnswered('503 app-N');
  await compose(['up', '-d', '--no-deps', 'balancer-redis'], {
    signal,
    env: { HOLDFAST_BALANCER_CHECK: 'ready' },
  });
  await untilAnswered('503 the balancer');
  await compose(['start', 'redis'], { signal });
  await untilAnswered('200 app-N');
  await compose(['up', '-d', '--no-deps', '--wait', 'balancer-redis'], { signal });
  await untilAnswered('200 app-N');
});

test('a store of one app is met at both instances by turns, and at one alone where the balancer is sticky', async () => {
  assert.deepEqual(new Set(await met()), new Set(['app-1', 'app-2']));
  await compose(['up', '-d', '--no-deps', '--wait', 'balancer-redis'], {
    signal,
    env: { HOLDFAST_BALANCE: 'sticky' },
  });
  await pWaitFor(() => healthy('REDIS'), READY);
  assert.equal((await met()).length, 1);
  await compose(['up', '-d', '--no-deps', '--wait', 'balancer-redis'], { signal });
  await pWaitFor(() => healthy('REDIS'), READY);
});

/** Brings these services up for so many instances of each app. */
const up = (words: readonly string[], instances: string) =>
  compose(['up', '-d', '--no-deps', '--wait', ...words], {
    signal,
    env: { HOLDFAST_INSTANCES: instances },
  });

/** Waits until clients meet these instances, and no other. */
const areMet = (...names: string[]) =>
  pWaitFor(async () => {
    const seen: readonly (string | null)[] = await met().catch(() => []);
    return seen.length === names.length && names.every((name) => seen.includes(name));
  }, READY);

test('a third instance, where it is wanted, is met by clients and seen by Prometheus, and goes again', async () => {
  await up(['app-redis-3', 'balancer-redis'], '3');
  await areMet('app-1', 'app-2', 'app-3');
  await pWaitFor(async () => (await scraped()).includes('app-3'), READY);
  await compose(['rm', '--stop', '--force', 'app-redis-3'], { signal });
  await up(['balancer-redis'], '2');
  await areMet('app-1', 'app-2');
});

/** The instances of the app on Redis that answer Prometheus. */
async function scraped(): Promise<(string | undefined)[]> {
  const query = encodeURIComponent('up{job="app", store="redis"} == 1');
  const answer = await fetch(`${urlOf('PROMETHEUS', 9090)}/api/v1/query?query=${query}`, { signal });
  const { data } = (await answer.json()) as { data: { result: { metric: { instance?: string } }[] } };
  return data.result.map(({ metric }) => metric.instance);
}
