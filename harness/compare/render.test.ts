import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JSDOM } from 'jsdom';
import { compare } from './compare.ts';
import { comparisonHeadline } from './headline.ts';
import { renderComparisonPage } from './html/page.ts';
import { comparedRun, LATE, round } from './testing.ts';
import { renderComparison } from './text.ts';

const textOf = (results = comparedRun()) =>
  renderComparison(compare(results), results, { color: false, columns: 100, folder: 'reports/x' });
const pageOf = (results = comparedRun()) =>
  new JSDOM(renderComparisonPage(compare(results), results)).window.document;

test('the table fits 100 columns and says what each figure is', () => {
  const text = textOf();
  for (const line of text.split('\n')) assert.ok(line.length <= 100, line);
  assert.match(text, /Redis +1 of 1 +1 of 4 +12\.0 \(11\.0–13\.0\) +13\.0 \(12\.0–14\.0\)/);
  assert.match(text, /6\.00 \(5\.50–6\.50\)/);
  assert.match(text, /median of up to 3\s+rounds \(lowest–highest\)/);
  assert.match(text, /lost-update: MemoryStore 41, Redis 40/);
  assert.match(text, /app 1\.44 KB +app 100 %/);
});

test('the sentence tells latencies apart only where their rounds do not overlap', () => {
  assert.match(comparisonHeadline(compare(comparedRun())), /from 12\.0 \(11\.0–13\.0\) ms on Redis to 22\.0/);
  const overlapping = comparedRun({
    experiments: [
      round('redis', 1, 10),
      round('redis', 2, 20),
      round('memory', 1, 19),
      round('memory', 2, 30),
    ],
  });
  assert.match(comparisonHeadline(compare(overlapping)), /do not differ more than/);
});

test('the sentence says which to take, and why not the others', () => {
  const run = comparedRun();
  const said = comparisonHeadline(compare(run));
  assert.match(said, /; take Redis, which kept what any app needs \(not asked here: survives-app-restart/);
  assert.match(
    said,
    /\. Not MemoryStore, which does not promise shared-between-instances, and 50 session-unavailable came in memory\/two-instances\. MemoryStore held expired/,
  );
  assert.doesNotMatch(said, /every promise/);
  for (const { promises } of run.experiments) for (const promise of promises) promise.verdict = 'broken';
  assert.match(comparisonHeadline(compare(run)), /Redis broke a promise/);
});

test('a figure that is unknown says so, with the reason', () => {
  const results = comparedRun({ experiments: [round('redis', 1, 900, { generator: LATE })] });
  assert.match(textOf(results), /Redis +none.*unknown +unknown/);
  assert.match(textOf(results), /! Redis: latency is unknown: none of 1 rounds counts/);
  assert.doesNotMatch(textOf(results), /900/);
  const page = pageOf(results).body.textContent;
  assert.match(page, /Redis: latency is unknown: none of 1 rounds counts/);
  assert.doesNotMatch(page, /900/);
});

test('the page needs nothing from elsewhere; charts and tables are labelled; links lead to the report', () => {
  const document = pageOf();
  assert.equal(document.querySelectorAll('[src], link, img, iframe, object').length, 0);
  assert.equal(document.querySelectorAll('h1').length, 1);
  for (const chart of document.querySelectorAll('svg:not([aria-hidden])'))
    assert.ok(chart.getAttribute('aria-label'));
  for (const table of document.querySelectorAll('table')) assert.ok(table.caption?.textContent.trim());
  const failing = document.querySelector('.matrix td.fail a');
  assert.match(failing?.getAttribute('href') ?? '', /^report\.html#experiment-\d+$/);
  assert.ok(!document.body.textContent.includes('⚠'), 'the chart library warned of something');
});

test('the same results give the same page, and no name becomes markup', () => {
  const results = comparedRun({ stores: [{ id: 'redis', name: '<em>Redis</em>' }] });
  assert.equal(pageOf(results).querySelectorAll('em').length, 0);
  const render = () => renderComparisonPage(compare(results), results);
  assert.equal(render(), render());
});

test('a run without rounds and growth says that these were not measured, and has no doubt about it', () => {
  const tabs = comparedRun().experiments.filter(({ workload }) => workload === 'tabs');
  const text = textOf(comparedRun({ experiments: tabs }));
  assert.match(text, /Latency was not measured: it takes the workload browse/);
  assert.match(text, /Redis +none.*not measured +not measured +app not +app not/);
  assert.doesNotMatch(text, /unknown/);
});
