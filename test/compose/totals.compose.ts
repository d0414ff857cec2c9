/**
 * What the tables of the dashboards count is what their graphs add up to, whatever the time shown: asked of a
 * Prometheus that holds thirty days of runs, in the steps in which Grafana asks.
 */
import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { execa } from 'execa';
import getPort from 'get-port';
import pWaitFor from 'p-wait-for';
import { DASHBOARDS } from '../../infra/grafana/catalogue.ts';
import { valuesOf } from '../grafana/check-queries.ts';
import { prometheusAt, type Prometheus, type Series } from '../grafana/prometheus.ts';
import { type Question, questionsOf } from '../grafana/questions.ts';
import { aligned, stretchOf } from '../grafana/stretch.ts';
import { drawingOf } from '../grafana/draw/drawing.ts';
import { painter } from '../grafana/draw/pictures.ts';
import { CHROMIUM, openBrowser } from '../../harness/report/testing/browser.ts';
import { STACK_STORES } from '../../harness/stores/catalogue.ts';
import { temporaryFolder } from '../holdfast.ts';
import { READY, signal } from './apps.ts';

const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
const RANGES_S = [5 * MINUTE_S, 15 * MINUTE_S, HOUR_S, 6 * HOUR_S, DAY_S, 7 * DAY_S, 30 * DAY_S];
/** As wide as a third of a screen, and as a whole one. */
const POINTS = [400, 1300];
const SCREENS = [
  [15 * MINUTE_S, 1024],
  [DAY_S, 1440],
  [30 * DAY_S, 1024],
] as const;
/** No whole number of any step, nor of a second. */
const NOW_S = Math.floor(Date.now() / 1000) - 137;

/** Where a run begins and how long it lasts, and how far apart its clients meet losses. */
interface Run {
  run: string;
  store: string;
  agoS: number;
  lengthS: number;
  everyS: number;
}
const RUNS: [Run, Run, Run, Run] = [
  { run: 'long-ago', store: 'memory', agoS: 20 * DAY_S, lengthS: 600, everyS: 2 },
  { run: 'soak', store: 'redis', agoS: 40 * HOUR_S, lengthS: 20 * HOUR_S, everyS: 7 * HOUR_S },
  { run: 'seldom', store: 'memory', agoS: 5 * HOUR_S, lengthS: 4 * HOUR_S, everyS: 40 * MINUTE_S },
  { run: 'now', store: 'memory', agoS: 17 * MINUTE_S, lengthS: 17 * MINUTE_S + 60, everyS: 3 },
];

/** The samples of a counter that is written only when it goes up, as k6 does. */
function counter(
  name: string,
  labels: Record<string, string>,
  of: (typeof RUNS)[number],
  by: number,
): string[] {
  const text = Object.entries({ store: of.store, run: of.run, ...labels }).map(
    ([key, value]) => `${key}="${value}"`,
  );
  const count = Math.floor(of.lengthS / of.everyS);
  return Array.from({ length: count }, (_, index) => {
    const atS = NOW_S - of.agoS + (index + 1) * of.everyS;
    return `${name}{${text.join(',')}} ${(index + 1) * by} ${atS}`;
  });
}

const family = (name: string, lines: readonly string[]) => [
  `# TYPE ${name.replace(/_total$/, '')} counter`,
  ...lines,
];
const ops = RUNS.flatMap((of) =>
  ['app-1', 'app-2'].flatMap((instance, index) =>
    ['missing', 'wrong'].flatMap((seen) =>
      counter('k6_session_ops_total', { seen, instance, op: 'read', outcome: 'ok' }, of, index + 1),
    ),
  ),
);
const anomalies = RUNS.flatMap((of) =>
  counter(
    'holdfast_anomalies_total',
    { kind: 'lost-session', instance: 'app-1', fault: '', experiment: 'x' },
    of,
    3,
  ),
);
/** Every store of the stack, with an app that has been there for the last minutes, and operations of a run that is on. */
const presence = STACK_STORES.flatMap((store) =>
  ['app-1', 'app-2'].flatMap((instance) =>
    Array.from(
      { length: 60 },
      (_, index) => `up{job="app",store="${store}",instance="${instance}"} 1 ${NOW_S - 300 + 5 * index}`,
    ),
  ),
);
const served = STACK_STORES.filter((store) => store !== 'memory').flatMap((store, index) =>
  counter(
    'k6_session_ops_total',
    { seen: 'expected', instance: 'app-1', op: 'read', outcome: 'ok' },
    { ...RUNS[3], store, run: 'all' },
    index + 1,
  ),
);
const DATA = [
  '# TYPE up gauge',
  ...presence,
  ...family('k6_session_ops_total', [...ops, ...served]),
  ...family('holdfast_anomalies_total', anomalies),
  '# EOF',
  '',
];

/** Which graphs add up to which column. */
const PAIRS: Readonly<Record<string, RegExp>> = {
  'Not found (ops)': /^Operations without their session/,
  'Wrong values': /^Wrong values read, by instance/,
  Anomalies: /^Anomalies by (store|instance|fault)$/,
};

let held: Awaited<ReturnType<typeof prometheusWith>>;
before(async () => {
  held = await prometheusWith(DATA.join('\n'));
});
after(() => held[Symbol.asyncDispose]());

test('a table counts what the graphs of the same add up to, from 5 minutes to 30 days', async () => {
  let compared = 0;
  const nowMs = NOW_S * 1000 + 730;
  for (const rangeS of RANGES_S) {
    for (const points of POINTS) {
      const stretch = stretchOf({ fromMs: nowMs - rangeS * 1000, toMs: nowMs }, points);
      const questions = DASHBOARDS.flatMap((each) =>
        questionsOf(each, ['memory', 'redis'], valuesOf(stretch)),
      );
      for (const [column, graphs] of Object.entries(PAIRS)) {
        const table = questions.find(
          ({ panel, shape }) => panel === column && shape === 'figures',
        ) as Question;
        const counted = byStore(await held.prometheus.at(table.expr, stretch));
        const drawn = questions.filter(({ panel, shape }) => graphs.test(panel) && shape === 'graph');
        assert.ok(drawn.length > 0, column);
        for (const { panel, expr } of drawn) {
          const bars = byStore(await held.prometheus.over(expr, aligned(stretch)));
          assert.deepEqual(bars, counted, `${panel} over ${rangeS} s in steps of ${stretch.stepMs} ms`);
          compared++;
        }
      }
      // Two instances, of which one loses one and the other two operations each time.
      const whole = RUNS.filter(({ store, agoS }) => store === 'memory' && agoS < rangeS);
      const least = whole.reduce(
        (sum, { lengthS, everyS }) => sum + 3 * Math.floor((lengthS - 61) / everyS),
        0,
      );
      const table = questions.find(({ panel }) => panel === 'Not found (ops)') as Question;
      const memory = byStore(await held.prometheus.at(table.expr, stretch))['memory'] ?? 0;
      assert.ok(memory >= least && memory > 0, `${memory} of ${least} or more in ${rangeS} s`);
    }
  }
  assert.ok(compared >= RANGES_S.length * POINTS.length * 5, `${compared} compared`);
});

test('fourteen stores can be read, over minutes and over a month, and the one that lost most is the first', async (t) => {
  if (CHROMIUM === undefined) return t.skip('needs Chromium');
  await using browser = await openBrowser(CHROMIUM);
  await using paint = await painter(browser, signal);
  const toMs = NOW_S * 1000;
  for (const [index, dashboard] of DASHBOARDS.entries()) {
    // The first over all of them; what is a matter of the range is one of the panels that all are made of.
    for (const [rangeS, widthPx] of index === 0 ? SCREENS : SCREENS.slice(index % 3, (index % 3) + 1)) {
      const shown = { stores: STACK_STORES, fromMs: toMs - rangeS * 1000, toMs, widthPx };
      const drawing = await drawingOf(dashboard, held.prometheus, shown);
      const { png, faults, said } = await paint.paint(drawing, 'light');
      const folder = process.env['HOLDFAST_PICTURES'];
      if (folder) await writeFile(join(folder, `${dashboard.uid}-14-stores-${widthPx}-${rangeS}.png`), png);
      assert.deepEqual(faults, [], `${dashboard.title}, ${rangeS} s, ${widthPx} px`);
      const stores = (said['What each store lost'] ?? []).filter((word) =>
        (STACK_STORES as string[]).includes(word),
      );
      assert.equal(stores[0], 'memory', stores.join(', '));
    }
  }
});

/** All values of each store together; a store of which nothing was lost is as one that is not there. */
function byStore(answer: readonly Series[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { labels, values } of answer) {
    const store = labels['store'] ?? '';
    for (const { value } of values) if (value !== 0) sums[store] = (sums[store] ?? 0) + value;
  }
  return sums;
}

/** A Prometheus of the stack's image that holds this and asks nobody. */
async function prometheusWith(text: string): Promise<AsyncDisposable & { prometheus: Prometheus }> {
  const folder = await temporaryFolder();
  const { stdout: image } = await execa('docker', ['compose', 'config', '--images', 'prometheus']);
  await writeFile(join(folder.path, 'data.txt'), text);
  await writeFile(join(folder.path, 'none.yml'), '');
  await mkdir(join(folder.path, 'blocks'));
  // The image has a user of its own.
  await Promise.all([chmod(folder.path, 0o755), chmod(join(folder.path, 'blocks'), 0o777)]);
  const mount = ['-v', `${folder.path}:/held`];
  const blocks = ['tsdb', 'create-blocks-from', 'openmetrics', '/held/data.txt', '/held/blocks'];
  await execa('docker', ['run', '--rm', ...mount, '--entrypoint', 'promtool', image.trim(), ...blocks]);
  const port = await getPort();
  const flags = [
    '--config.file=/held/none.yml',
    '--storage.tsdb.path=/held/blocks',
    '--storage.tsdb.retention.time=60d',
  ];
  const { stdout: id } = await execa('docker', [
    'run',
    '--detach',
    '--rm',
    '-p',
    `127.0.0.1:${port}:9090`,
    ...mount,
    image.trim(),
    ...flags,
  ]);
  const url = `http://127.0.0.1:${port}`;
  const isReady = () =>
    fetch(`${url}/-/ready`, { signal }).then(
      ({ ok }) => ok,
      () => false,
    );
  const end = async () => {
    await execa('docker', ['kill', id]);
    // What the image's user wrote is not this one's to remove.
    await execa('docker', [
      'run',
      '--rm',
      ...mount,
      '--user',
      'root',
      '--entrypoint',
      'sh',
      image.trim(),
      '-c',
      'rm -rf /held/blocks/*',
    ]);
    await folder[Symbol.asyncDispose]();
  };
  try {
    await pWaitFor(isReady, READY);
  } catch (error) {
    await end();
    throw error;
  }
  return { prometheus: prometheusAt(url, signal), [Symbol.asyncDispose]: end };
}
