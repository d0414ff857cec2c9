import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { CHROMIUM, openBrowser } from '../../testing/browser.ts';
import * as runs from '../../testing/runs.ts';
import { renderHtml } from '../page.ts';

const skip = CHROMIUM === undefined && 'there is no Chromium here; name one with CHROMIUM';

const lengthOf = (shown: readonly number[]) => (shown.at(-1) ?? 0) - (shown[0] ?? 0);

/** What a chart says of itself, by the words of its caption. */
async function chartOf(page: Page, caption: string) {
  const figures = await page.$$('figure');
  for (const figure of figures) {
    const words = await figure.$eval('figcaption', (part) => part.textContent);
    if (!words.includes(caption)) continue;
    const holder = (await figure.$('.wide')) ?? assert.fail('no chart');
    const svg = (await holder.$('svg')) ?? assert.fail('no drawing');
    return {
      figure,
      holder,
      svg,
      said: () => figure.$eval('.read', (part) => part.textContent),
      ticks: () =>
        svg.$$eval('[data-part="x-text"] text', (parts) => parts.map((part) => Number(part.textContent))),
      drawnOf: (series: string) =>
        svg.$$eval(`[data-series="${series}"]`, (parts) =>
          parts.map((part) => getComputedStyle(part).display),
        ),
    };
  }
  return assert.fail(`no chart is called ${caption}`);
}

test(
  'a chart can be read off by pointer and keyboard, zoomed, and its series switched off',
  { skip },
  async () => {
    await using browser = await openBrowser(CHROMIUM as string);
    const page = await browser.newPage();
    const errors: unknown[] = [];
    page.on('pageerror', (error) => errors.push(error));
    await page.setViewport({ width: 1280, height: 900 });
    await page.setContent(renderHtml(runs.redisLostAWrite()));
    const chart = await chartOf(page, 'Latency (log');
    const { holder, svg, said, ticks } = chart;
    assert.match(await page.$eval('.read', (part) => part.textContent), /^Point, or use/);
    assert.equal(await said(), '');

    await svg.scrollIntoView();
    const box = (await svg.boundingBox()) ?? assert.fail('not shown');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    assert.match(await said(), /^[\d.]+ s to [\d.]+ s · p99 from intended start [\d.]+ m?s · median/);
    await page.mouse.move(1, 1);
    assert.equal(await said(), '');

    await holder.focus();
    await page.keyboard.press('Home');
    const first = await said();
    assert.match(first, /^0 s to 0\.\d+ s/);
    await page.keyboard.press('ArrowRight');
    assert.notEqual(await said(), first);

    const whole = await ticks();
    await page.keyboard.press('+');
    const half = await ticks();
    assert.ok(lengthOf(half) <= lengthOf(whole) / 2, `${half.join()} of ${whole.join()}`);
    await page.keyboard.press('0');
    assert.equal(lengthOf(await ticks()), lengthOf(whole));
    await page.mouse.move(box.x + box.width * 0.4, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 40);
    await page.mouse.up();
    assert.ok(lengthOf(await ticks()) <= lengthOf(whole) * 0.3);

    const [button] = await chart.figure.$$('.legend button');
    assert.ok(button);
    assert.ok((await chart.drawnOf('p99Ms')).every((shown) => shown !== 'none'));
    await button.click();
    assert.ok((await chart.drawnOf('p99Ms')).every((shown) => shown === 'none'));
    await button.click();
    assert.ok((await chart.drawnOf('p99Ms')).every((shown) => shown !== 'none'));
    assert.deepEqual(errors, []);
  },
);

test('a part of a chart that is shown has every point where the axis says that it is', { skip }, async () => {
  await using browser = await openBrowser(CHROMIUM as string);
  const page = await browser.newPage();
  await page.setContent(renderHtml(runs.allShown()));
  // The script's own functions, on each chart of the page: a dot, a line's vertex and a tick at one value stay together.
  const apart: unknown =
    await page.evaluate(`[...document.querySelectorAll('figure .wide > svg[data-left]')].flatMap((svg) => {
    const { whole } = axisOf(svg);
    const width = whole.to - whole.from;
    const before = [...svg.querySelectorAll('circle')].map((dot) => valueAt(svg, whole, Number(dot.getAttribute('cx'))));
    const seen = { from: whole.from + width * 0.3, to: whole.from + width * 0.7 };
    showStretch(svg, seen);
    const after = [...svg.querySelectorAll('circle')].map((dot) => valueAt(svg, seen, Number(dot.getAttribute('cx'))));
    // However little of it is shown.
    for (const share of [0.0006, 0.01, 0.13]) showStretch(svg, { from: whole.from + width * 0.3, to: whole.from + width * (0.3 + share) });
    showStretch(svg, whole);
    const back = [...svg.querySelectorAll('circle')].map((dot) => valueAt(svg, whole, Number(dot.getAttribute('cx'))));
    return before.flatMap((value, at) => [Math.abs(after[at] - value) / width, Math.abs(back[at] - value) / width]);
  })`);
  const differences = apart as number[];
  assert.ok(differences.length > 20);
  assert.ok(differences.every((difference) => difference < 1e-6));
});

test('a witness is a timeline of its clients, each in a lane that bears its name', { skip }, async () => {
  await using browser = await openBrowser(CHROMIUM as string);
  const page = await browser.newPage();
  const results = runs.redisLostAWrite();
  await page.setViewport({ width: 1280, height: 900 });
  await page.setContent(renderHtml(results));
  const { svg, holder, said } = await chartOf(page, 'timeline of its clients');
  const shown: string = await svg.evaluate((part) => part.textContent);
  const anomaly = results.experiments
    .flatMap(({ anomalies }) => anomalies)
    .find(({ witness }) => witness.length > 0);
  assert.ok(anomaly);
  for (const client of new Set(anomaly.witness.map((step) => step.client)))
    assert.ok(shown.includes(client), client);
  await holder.focus();
  await page.keyboard.press('Home');
  assert.match(await said(), new RegExp(anomaly.witness[0]?.client ?? 'none'));
});
