/**
 * The dashboards on a live stack that has been under load and under faults: what they ask has answers, and what they
 * show can be drawn (HOLDFAST_PICTURES names a folder for the pictures). Needs `docker compose up -d --wait`; makes
 * its own load, and takes about three minutes.
 */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { DASHBOARDS } from '../../infra/grafana/catalogue.ts';
import { checkQueries, valuesOf } from '../grafana/check-queries.ts';
import { expanded } from '../grafana/expand.ts';
import { marksOf } from '../grafana/marks.ts';
import { prometheusAt } from '../grafana/prometheus.ts';
import { panelsOf } from '../grafana/questions.ts';
import { drawingOf } from '../grafana/draw/drawing.ts';
import { painter } from '../grafana/draw/pictures.ts';
import { CHROMIUM, openBrowser } from '../../harness/report/testing/browser.ts';
import { startHoldfast, temporaryFolder } from '../holdfast.ts';
import { compose, settings, urlOf } from './stack.ts';

const URL_OF_PROMETHEUS = urlOf('PROMETHEUS', 9090);
const STORES = ['memory', 'mongo', 'redis'];
const LOAD_MS = 40_000;
const CRASH_AFTER_MS = 15_000;
const RANGE_MS = 5 * 60_000;
/** k6 pushes its figures as often as that, and ends its series when it ends. */
const PUSH_MS = 3000;
/** A push of k6, a scrape and a recording, each with a little more. */
const SETTLE_MS = 12_000;

const KEPT_ALL = 'nothing was found of it';
/** What this load need not bring about. */
const BLANK = {
  'Bytes a session': 'it takes minutes after the start of the apps to tell',
  'Bytes for each session': 'it takes minutes after the start of the apps to tell',
  'Limit reached in': 'only where the heap grows with the sessions',
  'mongo: anomalies by kind': KEPT_ALL,
  'redis: anomalies by kind': KEPT_ALL,
};

/** Colours move nothing. */
const SCREENS = [
  [1440, 'light'],
  [1024, 'dark'],
] as const;
/** What only a store has that loses, or that holds its sessions itself. */
const NOT_OF_EVERY_STORE = /anomalies by kind$/;

const signal = AbortSignal.timeout(25 * 60_000);
const prometheus = prometheusAt(URL_OF_PROMETHEUS, signal);
/** While the last of the load was still under way, which is when somebody would look. */
let underLoadMs = 0;
/** When all of it was there: drawing may take long, and what is drawn must not move on meanwhile. */
let settledMs = 0;
const until = (toMs: number) => ({ fromMs: toMs - RANGE_MS, toMs, stepMs: 5000 });

before(async () => {
  // A run of the harness, for what only it knows: its faults, and what the checkers found.
  await using reports = await temporaryFolder();
  const faults = ['--instances', '2', '--faults', 'app-crash:app-1@3s', '--duration', '8s'];
  const { exitCode, stderr } = await startHoldfast([
    'run',
    '--store',
    'memory',
    ...faults,
    '--platform',
    'compose',
    '--reports',
    reports.path,
  ]);
  assert.equal(exitCode, 1, stderr);
  const load = STORES.map((store) => {
    const chosen = settings({ STORE: store, RATE: 30, CLIENTS: 5, DURATION_MS: LOAD_MS });
    return compose(['run', '--rm', '-T', 'k6', 'run', '/scenarios/register.ts', ...chosen], { signal });
  });
  await delay(CRASH_AFTER_MS, undefined, { signal });
  // The app's own process, not the container: it comes back as after any crash.
  const kill = 'kill -9 $(pidof node | tr " " "\\n" | sort -n | tail -1)';
  await compose(['exec', '-T', 'app-memory-1', 'sh', '-c', kill], { signal });
  // A store that loses sessions fails the scenario's thresholds, which is what is to be seen here.
  await Promise.race(load.map((each) => each.catch(() => {})));
  underLoadMs = Date.now() - PUSH_MS;
  await Promise.allSettled(load);
  await delay(SETTLE_MS, undefined, { signal });
  settledMs = Date.now();
});

for (const dashboard of DASHBOARDS) {
  test(`${dashboard.title}: every query has the answer that its panel needs`, async () => {
    assert.deepEqual(
      await checkQueries(dashboard, prometheus, until(underLoadMs), { stores: STORES, blank: BLANK }),
      [],
    );
  });

  test(`${dashboard.title}: Grafana's own components draw it, and all of it can be read`, async (t) => {
    if (CHROMIUM === undefined) return t.skip('needs Chromium');
    await using browser = await openBrowser(CHROMIUM);
    await using paint = await painter(browser, signal);
    const toMs = settledMs;
    const stretch = until(toMs);
    const marks = await marksOf(dashboard, prometheus, stretch, valuesOf(stretch));
    for (const mark of ['memory app-1 started', 'app-crash of app-1'])
      assert.ok(
        marks.some(({ text }) => text === mark),
        `no mark "${mark}"`,
      );
    for (const [widthPx, mode] of SCREENS) {
      const shown = { stores: STORES, fromMs: toMs - RANGE_MS, toMs, widthPx };
      const { png, faults, said } = await paint.paint(await drawingOf(dashboard, prometheus, shown), mode);
      const folder = process.env['HOLDFAST_PICTURES'];
      if (folder) await writeFile(join(folder, `${dashboard.uid}-${widthPx}-${mode}.png`), png);
      assert.deepEqual(faults, [], `${widthPx} px, ${mode}`);
      for (const { title = '', type } of panelsOf(expanded(dashboard, STORES))) {
        const words = (said[title] ?? []).filter((word) => word !== title);
        assert.ok(said[title], `no panel "${title}"`);
        // Grafana publishes no component that draws a heatmap.
        if (type === 'heatmap' || title in BLANK || NOT_OF_EVERY_STORE.test(title)) continue;
        assert.ok(words.length > 3 && !words.includes('none in this time'), `${title}: ${words.join(' | ')}`);
      }
    }
  });
}
