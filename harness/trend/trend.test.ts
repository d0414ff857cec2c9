import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../model/random.ts';
import type { Results } from '../model/results.ts';
import { experiment } from '../report/testing/experiments.ts';
import { run } from '../report/testing/runs.ts';
import { changePoints, FALSE_CHANGES } from './change-points.ts';
import { changeInWords, changesOf } from './changes.ts';
import { CHROMIUM, openBrowser } from '../report/testing/browser.ts';
import { renderTrend } from './html.ts';
import { trendOf } from './trend.ts';

const steady = (random: Random, count: number) => Array.from({ length: count }, () => random.next());

test('a change of level is found where it is, and another one after it', () => {
  const random = new Random(1);
  const shifted = (by: number) => steady(random, 12).map((value) => value + by);
  assert.deepEqual(changePoints([...shifted(0), ...shifted(5)]), [12]);
  assert.deepEqual(changePoints([...shifted(0), ...shifted(5), ...shifted(1)]), [12, 24]);
});

test('one run that is off is no change, and neither is a series of the same', () => {
  const values = steady(new Random(2), 30);
  values[15] = 1e6;
  assert.deepEqual(changePoints(values), []);
  assert.deepEqual(changePoints(Array.from({ length: 40 }, () => 7)), []);
});

test('a series in which nothing changes is seldom marked, by seeded simulation', () => {
  const random = new Random(3);
  const trials = 2000;
  let marked = 0;
  for (let trial = 0; trial < trials; trial++)
    if (changePoints(steady(random, 10 + random.below(30))).length > 0) marked++;
  assert.ok(marked / trials <= FALSE_CHANGES, `${marked} of ${trials}`);
});

/** Runs one hour apart, whose latency is so many times the usual. */
const runs = (factors: readonly number[], changes: Partial<Results> = {}) =>
  factors.map((factor, at) => {
    const usual = experiment('redis');
    const latency = usual.latency.map(({ op, fromIntended, fromSend }) => ({
      op,
      fromIntended: { ...fromIntended, p50Ms: fromIntended.p50Ms * factor },
      fromSend,
    }));
    const results = run([{ ...usual, latency }], changes);
    const startedAt = new Date(Date.UTC(2026, 0, 1, at)).toISOString();
    return {
      folder: `run <${at}>`,
      results: { ...results, run: { ...results.run, startedAt, name: `run-${at}` } },
    };
  });
const levels = (count: number, level: number) => Array.from({ length: count }, (_, at) => level + at / 1000);

test('a change is told with its size, its direction and the run that it came with', () => {
  const [group] = trendOf(runs([...levels(8, 1), ...levels(8, 2)]).toReversed());
  assert.ok(group);
  const changes = changesOf(group.series);
  assert.ok(changes.length > 0);
  for (const change of changes) {
    assert.match(change.series.figure, /^p50 of \w+ from the intended start$/);
    assert.equal(group.runs[change.from]?.name, 'run-8');
    assert.match(changeInWords(change), /^worse: .* \(99\.\d+ % more\)$/);
  }
});

test('runs of another machine or with other flags are a series of their own', () => {
  const machine = { ...run([]).machine, cores: 64 };
  assert.equal(trendOf([...runs([1, 1]), ...runs([1], { machine })]).length, 2);
});

test('the page shows each run with a link into its folder, and lets nothing of a name be markup', () => {
  const text = renderTrend(trendOf(runs([...levels(8, 1), ...levels(8, 2)])));
  assert.match(text, /href="run%20%3C3%3E\/report\.html"/);
  assert.doesNotMatch(text, /<3>/);
  assert.match(text, /Content-Security-Policy/);
});

test(
  'any two runs can be put side by side on the page',
  { skip: CHROMIUM === undefined && 'there is no Chromium here; name one with CHROMIUM' },
  async () => {
    await using browser = await openBrowser(CHROMIUM as string);
    const page = await browser.newPage();
    await page.setContent(renderTrend(trendOf(runs([...levels(3, 1), ...levels(3, 2)]))));
    const shown = () =>
      page.$$eval('.pair tbody tr', (rows) =>
        rows.map((row) => [row.cells[0]?.textContent, row.cells[2]?.textContent, row.cells[3]?.textContent]),
      );
    const p50 = async () =>
      (await shown()).find(([figure]) => figure === 'p50 of read from the intended start') ?? [];
    const [, before, last] = await p50();
    assert.equal(before, last);
    await page.click('.pair summary');
    await page.select('.pair select', '0');
    const [, first, same] = await p50();
    assert.notEqual(first, before);
    assert.equal(same, last);
  },
);
