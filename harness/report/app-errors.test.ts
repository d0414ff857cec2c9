import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { JSDOM } from 'jsdom';
import type { AppError, Results, Verdict } from '../model/results.ts';
import { renderHtml } from './html/page.ts';
import { renderMarkdown } from './markdown/report.ts';
import { experiment } from './testing/experiments.ts';
import * as runs from './testing/runs.ts';
import { renderText } from './text.ts';

const printed = (text: string, firstMs: number): AppError => ({
  text,
  count: 300,
  firstMs,
  instances: [
    { instance: 'app-1', count: 200, log: 'logs/redis/register/app-1.log' },
    { instance: 'app-2', count: 100, log: 'logs/redis/register/app-2.log' },
  ],
});
const ERRORS = ['connect ECONNREFUSED', '<b>\u001b[31mtwo', 'three', 'four'].map((text, at) =>
  printed(text, at * 3210),
);

const runOf = (verdict: Verdict, claims: Results['claims'] = []): Results => ({
  ...runs.spotless(),
  claims,
  verdict,
  experiments: [experiment('redis', { verdict, appErrors: ERRORS })],
});
const text = (results: Results, columns = 100) =>
  renderText(results, { color: false, columns, folder: 'reports/x' });
const details = (results: Results) =>
  new JSDOM(renderHtml(results)).window.document.querySelector('details:has(code)');

test('beside a verdict that is not pass stands what the app itself printed most, by whom, since when and where', () => {
  for (const verdict of ['fail', 'unknown'] as const) {
    const said = text(runOf(verdict));
    assert.match(said, /redis\/register: errors in the app's own log; the page has 1 more/);
    assert.match(said, /300 +before +app-1 200, +connect ECONNREFUSED/);
    assert.match(said, /300 +3\.2 s/);
    assert.match(said, /Log +reports\/x\/logs\/redis\/register\/$/m);
    assert.doesNotMatch(said, /four/);
    assert.ok(!said.includes('\u001b'));
    const markdown = renderMarkdown(runOf(verdict));
    assert.match(markdown, /^\| 300 \| before the load \| app-1 200, app-2 100 \| connect ECONNREFUSED \|$/m);
    assert.doesNotMatch(markdown, /<summary>redis\/register: errors/);
    assert.equal(details(runOf(verdict))?.hasAttribute('open'), true);
  }
});

test('beside a pass it is folded away, and the terminal does without', () => {
  assert.doesNotMatch(text(runOf('pass')), /own log/);
  assert.match(
    renderMarkdown(runOf('pass')),
    /<details><summary>redis\/register: errors in the app's own log/,
  );
  const folded = details(runOf('pass'));
  assert.equal(folded?.hasAttribute('open'), false);
  assert.match(folded?.textContent ?? '', /<b>.*two[^]*four[^]*logs\/redis\/register\//);
});

test('of a proof, whose experiments may fail as they are to, the terminal tells what stayed unknown', () => {
  const { claims } = runs.allShown();
  assert.doesNotMatch(text(runOf('fail', claims)), /own log/);
  assert.match(text(runOf('unknown', claims)), /own log/);
});

test('where the app printed no errors nothing is said of them', () => {
  const results = runs.spotless();
  assert.doesNotMatch(
    text(results) + renderMarkdown(results) + renderHtml(results),
    /own log|itself printed/,
  );
});

test('no line of the table is wider than the terminal', () => {
  for (const columns of [40, 60, 120])
    for (const line of stripVTControlCharacters(text(runOf('fail'), columns)).split('\n'))
      assert.ok(line.length <= columns || /reports\/x/.test(line), line);
});
