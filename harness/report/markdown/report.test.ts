import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as runs from '../testing/runs.ts';
import { renderMarkdown } from './report.ts';

test('it opens with the verdict and the sentence, then one row a claim', () => {
  const lines = renderMarkdown(runs.redisLostAWrite()).split('\n');
  assert.match(
    lines[0] ?? '',
    /^## ❌ fail: MemoryStore leaks, .* Redis lost 1 of 8,360 acknowledged writes/,
  );
  assert.equal(lines.filter((line) => /\| (?:✅ shown|❌ refuted) \|$/.test(line)).length, 5);
});

test('a witness is folded away and can be followed step by step', () => {
  const text = renderMarkdown(runs.redisLostAWrite());
  assert.match(text, /<details><summary>Anomalies<\/summary>/);
  assert.match(text, /lost-write {2}session s-0000 · key a · at 16\.940 s · layer: middleware/);
  assert.match(text, /14\.810 {2}c0 {2}write a=41 {2,}ok {2}app-2 {2}express-session answered 200/);
});

test('what latencies leave out is said below them, and only where they do', () => {
  const said = /1,234 operations due later are left out, such as the last look/;
  assert.match(renderMarkdown(runs.lookedAtInTheEnd()), said);
  assert.doesNotMatch(renderMarkdown(runs.spotless()), /left out/);
});

test('hundreds of anomalies fit a comment', () => {
  assert.ok(renderMarkdown(runs.hundredsOfAnomalies()).length < 40_000);
});

test('no name opens a tag or a table cell', () => {
  const text = renderMarkdown(runs.named('<b>|x'));
  const outside = text.replaceAll(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, '');
  assert.doesNotMatch(outside, /<b>/);
  assert.doesNotMatch(outside, /[^\\]\|x/);
});

test('folded parts are closed, and empty ones are left out', () => {
  for (const results of [runs.allShown(), runs.emptyRun(), runs.mongoMissing()]) {
    const text = renderMarkdown(results);
    assert.equal(text.match(/<details>/g)?.length, text.match(/<\/details>/g)?.length);
  }
  assert.doesNotMatch(renderMarkdown(runs.emptyRun()), /Memory growth|Anomalies/);
});
