import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { EXPORTER_METRICS, K6_METRICS, METRICS } from '../protocol/metrics.ts';
import { ROUTES } from '../protocol/routes.ts';
import { parseAppConfig } from './config.ts';
import { createTarget } from './target.ts';
import { serve, visitor } from './testing.ts';

const guide = await readFile(new URL('../docs/METRICS.md', import.meta.url), 'utf8');

/** The rows of a section's tables: name, type and labels. */
function documented(section: string): Map<string, { type: string; labels: string[] }> {
  const text = guide.split('\n## ').find((part) => part.startsWith(`${section}\n`)) ?? '';
  const rows = [...text.matchAll(/^\| `(\w+)` *\| ([\w ]+?) *\| [^|]+\| ([^|]*)\|/gm)];
  return new Map(
    rows.map(([, name = '', type = '', labels = '']) => [
      name,
      { type, labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label) },
    ]),
  );
}

interface Exposed {
  type: string;
  labels: Set<string>;
}

/** What an exposition says of each metric; `le` is of every histogram, `store` and `instance` of every metric. */
function exposed(text: string): Map<string, Exposed> {
  const metrics = new Map<string, Exposed>();
  for (const [, name = '', type = ''] of text.matchAll(/^# TYPE (\w+) (\w+)$/gm))
    metrics.set(name, { type, labels: new Set() });
  for (const [, series = '', pairs = ''] of text.matchAll(/^(\w+)\{(.*)\} /gm)) {
    const metric = metrics.get(series) ?? metrics.get(series.replace(/_(bucket|sum|count)$/, ''));
    for (const [, label = ''] of pairs.matchAll(/(\w+)="/g)) metric?.labels.add(label);
  }
  return metrics;
}

async function expositionOfRealApp(): Promise<Map<string, Exposed>> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-metrics-'));
  try {
    const target = await createTarget(
      parseAppConfig({ HOLDFAST_STORE: 'memory', HOLDFAST_DEATHS_FILE: join(folder, 'deaths') }),
    );
    await using served = await serve(target.app);
    const { request } = visitor(served.url);
    await request('POST', ROUTES.session, { owner: 's-1' });
    await request('GET', ROUTES.session);
    // Two scrapes: the first is itself a request, and collections may not have been seen before.
    await fetch(served.url + ROUTES.metrics);
    return exposed(await (await fetch(served.url + ROUTES.metrics)).text());
  } finally {
    await rm(folder, { recursive: true });
  }
}

const OF_CONTAINERS: ReadonlySet<string> = new Set([
  METRICS.memoryLimitBytes,
  METRICS.memoryBytes,
  METRICS.idleFileBytes,
]);
const OF_POOLS: ReadonlySet<string> = new Set([METRICS.clientConnections, METRICS.clientWaiting]);

test('the guide tells the type and the labels of every metric that a real app has, and of no other', async () => {
  const real = await expositionOfRealApp();
  const told = documented('App');
  for (const [name, { type, labels }] of told) {
    const metric = real.get(name);
    // They need a container, or a server; what they are called is held by the next test.
    if (metric === undefined && (OF_CONTAINERS.has(name) || OF_POOLS.has(name))) continue;
    assert.ok(metric, `${name} is in docs/METRICS.md but not in the app`);
    assert.equal(metric.type, type, name);
    const own = [...metric.labels].filter((label) => !['le', 'store', 'instance'].includes(label));
    if (metric.labels.size > 0) assert.deepEqual(own.toSorted(), labels.toSorted(), name);
  }
  for (const name of real.keys()) {
    if (name.startsWith('holdfast_')) assert.ok(told.has(name), `${name} is not in docs/METRICS.md`);
  }
});

test('the guide has every name of the protocol, and no other', () => {
  const own = [...documented('App').keys()].filter((name) => name.startsWith('holdfast_'));
  assert.deepEqual(own.toSorted(), Object.values(METRICS).toSorted());
  assert.deepEqual([...documented('Exporter').keys()].toSorted(), Object.values(EXPORTER_METRICS).toSorted());
});

test("the guide has every metric of k6's recorder, as Prometheus calls it", () => {
  const told = [...documented('k6')].map(([name, { type }]) => {
    const ending = { counter: '_total', 'native histogram': '_seconds', gauge: '_rate' }[type] ?? '';
    assert.ok(name.endsWith(ending), `${name} of type ${type}`);
    // k6 calls the gauge by its whole name, and adds the ending to its rates.
    const bare = name.replace(/^k6_/, '').slice(0, -ending.length);
    return `${bare}_rate` === K6_METRICS.intendedRate ? K6_METRICS.intendedRate : bare;
  });
  assert.deepEqual(told.toSorted(), Object.values(K6_METRICS).toSorted());
});
