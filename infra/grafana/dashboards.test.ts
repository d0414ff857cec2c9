import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { execa } from 'execa';
import { DASHBOARDS } from './catalogue.ts';
import { expanded } from '../../test/grafana/expand.ts';
import { filled, panelsOf, unfolded } from '../../test/grafana/questions.ts';
import { valuesOf } from '../../test/grafana/check-queries.ts';
import { HARNESS, K6 } from './shared/metrics.ts';
import { SOURCE } from './shared/source.ts';

const COLUMNS = 24;
/** How much of a dashboard a screen of 1080 lines shows, below Grafana's own bars. */
const SCREEN_UNITS = 23;

test('the committed dashboards are what the code makes', async () => {
  await execa(process.execPath, ['infra/grafana/generate.ts', '--check'], {
    cwd: new URL('../..', import.meta.url),
    timeout: 60_000,
  });
});

test('the data source that the dashboards name is the one that is provisioned', async () => {
  const provisioned = new URL('provisioning/datasources/prometheus.yml', import.meta.url);
  assert.match(await readFile(provisioned, 'utf8'), new RegExp(`^ +uid: ${SOURCE.uid}$`, 'm'));
});

for (const dashboard of DASHBOARDS) {
  const { title } = dashboard;

  test(`${title}: every panel says what it shows, in a unit, and asks the provisioned data source`, () => {
    for (const panel of panelsOf(dashboard)) {
      assert.ok(panel.title && panel.description && panel.description.length > 20, panel.title);
      assert.ok(panel.fieldConfig?.defaults.unit, `${panel.title} has no unit`);
      assert.ok(panel.fieldConfig?.defaults.noValue, `${panel.title} says nothing where there is nothing`);
      assert.deepEqual(panel.datasource, SOURCE);
      assert.ok(panel.targets && panel.targets.length > 0, `${panel.title} asks nothing`);
    }
  });

  test(`${title}: panels have numbers of their own, fill their lines and do not overlap`, () => {
    for (const laidOut of [dashboard, expanded(dashboard, ['memory', 'mongo', 'redis'])]) {
      const panels = unfolded(laidOut);
      assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
      const widths = new Map<number, number>();
      const taken = new Set<string>();
      for (const { gridPos = { x: 0, y: 0, w: 0, h: 0 } } of panels) {
        widths.set(gridPos.y, (widths.get(gridPos.y) ?? 0) + gridPos.w);
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
          for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
            assert.ok(!taken.has(`${x} ${y}`), `two panels at ${x}, ${y}`);
            taken.add(`${x} ${y}`);
          }
        }
      }
      for (const [y, width] of widths) assert.equal(width, COLUMNS, `the line at ${y}`);
    }
  });

  test(`${title}: which store lost what is seen without scrolling`, () => {
    const [first] = panelsOf(dashboard);
    assert.equal(first?.title, 'What each store lost');
    assert.equal(first.gridPos?.y, 0);
    const whole = panelsOf(dashboard).filter(
      ({ gridPos }) => (gridPos?.y ?? 0) + (gridPos?.h ?? 0) <= SCREEN_UNITS,
    );
    assert.ok(whole.length >= 4, `${whole.length} panels on the first screen`);
  });

  test(`${title}: faults and starts of apps are marked, and no variable is left in a query`, () => {
    const marks = dashboard.annotations.list ?? [];
    assert.ok(marks.some(({ enable, expr }) => enable && expr?.includes(HARNESS.fault)));
    assert.ok(marks.some(({ enable, expr }) => enable && expr?.includes('process_start_time_seconds')));
    const values = valuesOf({ fromMs: 0, toMs: 900_000, stepMs: 5000 });
    const queries = [
      ...panelsOf(dashboard).flatMap(({ targets = [] }) => targets as { expr?: string }[]),
      ...marks,
    ];
    for (const { expr = '' } of queries) assert.doesNotMatch(filled(expr, values), /\$/);
  });
}

test('losses that clients saw are told by differences, as a first value has no increase', () => {
  for (const panel of DASHBOARDS.flatMap(panelsOf)) {
    for (const { expr = '' } of (panel.targets ?? []) as { expr?: string }[]) {
      const loses = new RegExp(`increase\\(${K6.operations}`).test(expr);
      assert.ok(!loses, `${panel.title}: ${expr}`);
    }
  }
});

test('a query of a table keeps no label but the store, which its rows are joined by', () => {
  for (const panel of DASHBOARDS.flatMap(panelsOf).filter(({ type }) => type === 'table')) {
    for (const { expr = '', format } of (panel.targets ?? []) as { expr?: string; format?: string }[]) {
      assert.equal(format, 'table');
      assert.match(expr, /^(round\(|\d+ \* |)\(?(sum|max|min) by \(store\)/, `${panel.title}: ${expr}`);
    }
  }
});
