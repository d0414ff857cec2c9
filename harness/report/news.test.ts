import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLAIMS } from '../claims/catalogue.ts';
import { badge } from './html/table.ts';
import { renderMarkdown } from './markdown/report.ts';
import { decisionOf, newsOf } from './news.ts';
import { verdictText } from './terminal.ts';
import * as runs from './testing/runs.ts';
import { renderText } from './text.ts';

test('what is lost is bad news where it is shown, what is kept is where it is refuted', () => {
  assert.equal(newsOf({ verdict: 'shown', badIfShown: true }), 'bad');
  assert.equal(newsOf({ verdict: 'refuted', badIfShown: true }), 'good');
  assert.equal(newsOf({ verdict: 'shown' }), 'good');
  assert.equal(newsOf({ verdict: 'refuted' }), 'bad');
  assert.equal(newsOf({ verdict: 'true only if', badIfShown: true }), 'open');
});

test('that all sessions are lost, or memory grows, is among what is bad if it is shown', () => {
  const bad = new Set(CLAIMS.filter(({ badIfShown }) => badIfShown).map(({ id }) => id));
  for (const id of ['C1', 'C2', 'C3', 'C4', 'C19']) assert.ok(bad.has(id), id);
  for (const id of ['C5', 'C6', 'C17', 'C18']) assert.ok(!bad.has(id), id);
});

const shown = () => {
  const run = runs.allShown();
  const claims = run.claims.map((claim) =>
    claim.store === 'memory' ? { ...claim, badIfShown: true } : claim,
  );
  return { ...run, claims };
};

test('a proof that passes by showing bad news does not begin with a pass', () => {
  assert.deepEqual(decisionOf(shown()), { word: 'bad news', news: 'bad' });
  assert.deepEqual(decisionOf(runs.spotless()), { word: 'pass', news: 'good' });
  assert.deepEqual(decisionOf({ ...shown(), verdict: 'unknown' }), { word: 'unknown', news: 'open' });
  assert.match(renderMarkdown(shown()), /^## ❌ bad news: MemoryStore leaks/);
});

test('bad news has its sign and its colour on terminal, page and in Markdown, and the word says what was shown', () => {
  assert.match(
    renderText(shown(), { color: false, columns: 100, folder: 'f' }),
    /✗ shown[^]*✓ shown[^]*✗ is bad news/,
  );
  assert.equal(verdictText('shown', { color: true, columns: 80 }, 'bad'), '\u001b[31m✗ shown\u001b[39m');
  assert.equal(verdictText('refuted', { color: false, columns: 80 }, 'good'), '✓ refuted');
  assert.match(badge('shown', 'bad').markup, /class="verdict fail"[^]*✗[^]*shown/);
  assert.match(renderMarkdown(shown()), /\| ❌ shown \|[^]*\| ✅ shown \|/);
});
