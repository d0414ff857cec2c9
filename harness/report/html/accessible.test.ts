import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../../compare/compare.ts';
import { renderComparisonPage } from '../../compare/html/page.ts';
import type { Results } from '../../model/results.ts';
import { CHROMIUM, openBrowser, violationsOf } from '../testing/browser.ts';
import * as runs from '../testing/runs.ts';
import { renderHtml } from './page.ts';

const comparisonOf = (results: Results) => renderComparisonPage(compare(results), results);
const PAGES: Record<string, () => string> = {
  'a proof': () => renderHtml(runs.allShown()),
  'a run that lost a write': () => renderHtml(runs.redisLostAWrite()),
  'a comparison': () => comparisonOf(runs.allShown()),
};

test('no page breaks WCAG 2 A or AA, in light or dark, and none is wider than its screen', async (t) => {
  if (CHROMIUM === undefined) return t.skip('there is no Chromium here; name one with CHROMIUM');
  await using browser = await openBrowser(CHROMIUM);
  const page = await browser.newPage();
  // What the page may not do, the examiner may.
  await page.setBypassCSP(true);
  for (const [name, render] of Object.entries(PAGES)) {
    await page.setContent(render());
    for (const scheme of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      assert.deepEqual(await violationsOf(page), [], `${name}, ${scheme}`);
    }
    for (const width of [1280, 380]) {
      await page.setViewport({ width, height: 900 });
      const wide: unknown = await page.evaluate('document.documentElement.scrollWidth');
      assert.ok(Number(wide) <= width, `${name} is ${String(wide)} px wide on ${width}`);
      const drawn: unknown = await page.evaluate(
        `[...document.querySelectorAll('figure')].filter((figure) => figure.closest('details:not([open])') === null)
          .map((figure) => [...figure.querySelectorAll('svg[role=img]')].filter((svg) => svg.getBoundingClientRect().width > 0).length)`,
      );
      assert.ok(
        (drawn as number[]).every((count) => count === 1),
        `${name}, ${width} px: ${String(drawn)} drawings a figure`,
      );
    }
  }
});

test('a page shows all of itself under its own policy, and runs nothing that got into it', async (t) => {
  if (CHROMIUM === undefined) return t.skip('there is no Chromium here; name one with CHROMIUM');
  await using browser = await openBrowser(CHROMIUM);
  const page = await browser.newPage();
  const said: string[] = [];
  page.on('console', (message) => void said.push(message.text()));
  const clean = renderHtml(runs.allShown());
  await page.setContent(clean);
  assert.deepEqual(said, []);
  const margin: unknown = await page.evaluate('getComputedStyle(document.body).marginTop');
  assert.equal(margin, '0px', 'the style sheet is in force');
  await page.setContent(clean.replace('<main>', '<main><script>document.title = "run"</script>'));
  assert.notEqual(await page.title(), 'run');
  assert.match(said.join(), /Content Security Policy/);
});
