import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JSDOM } from 'jsdom';
import { CHROMIUM, openBrowser, violationsOf } from '../../report/testing/browser.ts';
import * as runs from '../../report/testing/runs.ts';
import { decideAgainst } from '../decide.ts';
import { POLICIES } from '../policy.ts';
import { renderPair } from './pair.ts';

function pageOf(candidate = runs.redisLostAWrite(), baseline = runs.allShown()): string {
  const decision = decideAgainst([candidate], [baseline], POLICIES['as-promised'], 'as-promised');
  return renderPair({ decision, baseline: [baseline], candidate: [candidate] });
}

test('what changed stands on top, what failed first, and each experiment of either side is drawn beside its other', () => {
  const { document } = new JSDOM(pageOf()).window;
  assert.match(document.querySelector('tbody tr')?.textContent ?? '', /fail/);
  assert.equal(document.querySelector('h2')?.textContent, 'What changed');
  const ids = new Set(
    [...runs.allShown().experiments, ...runs.redisLostAWrite().experiments].map(({ id }) => id),
  );
  const headings = new Set([...document.querySelectorAll('h2')].map((heading) => heading.textContent));
  for (const id of ids) assert.ok(headings.has(id), id);
  for (const row of document.querySelectorAll('.beside')) assert.equal(row.children.length, 2);
});

test('an experiment that one side has not is said, and no name becomes markup', () => {
  const other = runs.named('<b>');
  const text = pageOf({ ...other, experiments: [] }, other);
  assert.match(text, /It has no such experiment/);
  assert.match(text, /Nothing was compared/);
  assert.doesNotMatch(text, /No figure is shown to be worse/);
  assert.equal(new JSDOM(text).window.document.querySelectorAll('b').length, 0);
});

test('the page of a pair breaks no WCAG 2 A or AA, and fits its screen', async (t) => {
  if (CHROMIUM === undefined) return t.skip('there is no Chromium here; name one with CHROMIUM');
  await using browser = await openBrowser(CHROMIUM);
  const page = await browser.newPage();
  await page.setBypassCSP(true);
  await page.setContent(pageOf());
  assert.deepEqual(await violationsOf(page), []);
  for (const width of [1280, 380]) {
    await page.setViewport({ width, height: 900 });
    assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth')) <= width);
  }
});
