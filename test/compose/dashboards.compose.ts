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
import { execa } from 'execa';
import { DASHBOARDS } from '../../infra/grafana/catalogue.ts';
import { checkQueries, valuesOf } from '../../infra/grafana/check-queries.ts';
import { draw } from '../../infra/grafana/check/draw.ts';
import { expanded } from '../../infra/grafana/check/expand.ts';
import { grafatui } from '../../infra/grafana/check/grafatui.ts';
import { marksOf } from '../../infra/grafana/check/marks.ts';
import { prometheusAt } from '../../infra/grafana/check/prometheus.ts';
import { filled, panelsOf, type Values } from '../../infra/grafana/check/questions.ts';
import { startHoldfast, temporaryFolder } from '../holdfast.ts';
import { compose, settings, urlOf } from './stack.ts';

const URL_OF_PROMETHEUS = urlOf('PROMETHEUS', 9090);
const STORES = ['memory', 'mongo', 'redis'];
const LOAD_MS = 60_000;
const CRASH_AFTER_MS = 25_000;
const RANGE_MS = 5 * 60_000;
/** k6 pushes its figures as often as that, and ends its series when it ends. */
const PUSH_MS = 3000;
/** A push of k6, a scrape and a recording, each with a little more. */
const SETTLE_MS = 12_000;

const KEPT_ALL = 'nothing was found of it';
/** What this load need not bring about. */
const BLANK = {
  'Bytes for each session': 'it takes minutes after the start of the apps to tell',
  'Limit reached in': 'only where the heap grows with the sessions',
  'mongo: anomalies by kind': KEPT_ALL,
  'redis: anomalies by kind': KEPT_ALL,
};

const secondsOf = (values: Values) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name.endsWith(':seconds}')));

const signal = AbortSignal.timeout(25 * 60_000);
const prometheus = prometheusAt(URL_OF_PROMETHEUS, signal);
/** While the last of the load was still under way, which is when somebody would look. */
let underLoadMs = 0;
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
});

for (const dashboard of DASHBOARDS) {
  test(`${dashboard.title}: every query has the answer that its panel needs`, async () => {
    assert.deepEqual(
      await checkQueries(dashboard, prometheus, until(underLoadMs), { stores: STORES, blank: BLANK }),
      [],
    );
  });

  test(`${dashboard.title}: grafatui takes it without a warning and draws every panel`, async () => {
    const program = await grafatui(signal);
    const stretch = until(Date.now());
    // grafatui knows no variable with a modifier.
    const laidOut = JSON.parse(
      filled(JSON.stringify(expanded(dashboard, STORES)), secondsOf(valuesOf(stretch))),
    ) as typeof dashboard;
    await using folderOfFile = await temporaryFolder();
    const file = join(folderOfFile.path, 'dashboard.json');
    await writeFile(file, JSON.stringify(laidOut));
    await execa(program, ['--validate', '--strict', '--grafana-json', file], { timeout: 20_000 });
    const marks = await marksOf(dashboard, prometheus, stretch, valuesOf(stretch));
    for (const mark of ['memory app-1 started', 'app-crash of app-1'])
      assert.ok(
        marks.some(({ text }) => text === mark),
        `no mark "${mark}"`,
      );
    const picture = await draw({
      program,
      prometheusUrl: URL_OF_PROMETHEUS,
      dashboard: laidOut,
      marks,
      rangeMs: RANGE_MS,
      signal,
    });
    const folder = process.env['HOLDFAST_PICTURES'];
    if (folder) await writeFile(join(folder, `${dashboard.uid}.svg`), picture);
    for (const { title = '' } of panelsOf(laidOut)) {
      assert.ok(
        picture.includes(title.replaceAll("'", '&apos;')) || picture.includes(title),
        `no panel "${title}"`,
      );
    }
    assert.doesNotMatch(picture, /bad_data|parse error/i);
  });
}
