import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { JSDOM } from 'jsdom';
import type { Results } from '../../model/results.ts';
import * as runs from '../testing/runs.ts';
import { renderHtml } from './page.ts';

const documentOf = (results: Results) => new JSDOM(renderHtml(results)).window.document;
const EVERY_RUN: Record<string, () => Results> = {
  allShown: runs.allShown,
  redisLostAWrite: runs.redisLostAWrite,
  hundredsOfAnomalies: runs.hundredsOfAnomalies,
  mongoMissing: runs.mongoMissing,
  generatorSaturated: runs.generatorSaturated,
  spotless: runs.spotless,
  emptyRun: runs.emptyRun,
  named: () => runs.named('<b>'),
};

for (const [name, make] of Object.entries(EVERY_RUN)) {
  test(`the page of ${name} has unique ids, links that lead somewhere, and labelled charts and tables`, () => {
    const document = documentOf(make());
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    assert.deepEqual(ids, [...new Set(ids)]);
    for (const link of document.querySelectorAll('a[href^="#"]')) {
      assert.ok(ids.includes(link.getAttribute('href')?.slice(1) ?? ''), link.outerHTML);
    }
    assert.equal(document.querySelectorAll('h1').length, 1);
    for (const chart of document.querySelectorAll('svg:not([aria-hidden])')) {
      assert.equal(chart.getAttribute('role'), 'img');
      assert.ok(chart.getAttribute('aria-label'));
    }
    for (const table of document.querySelectorAll('table')) {
      assert.ok(table.caption?.textContent.trim());
      assert.ok([...table.querySelectorAll('th')].every(({ scope }) => scope !== ''));
    }
    assert.ok(!document.body.textContent.includes('⚠'), 'the chart library warned of something');
  });
}

test('the page needs nothing from elsewhere, and its policy lets one script run, by its digest', () => {
  const document = documentOf(runs.allShown());
  assert.equal(document.querySelectorAll('[src], link, img, iframe, object').length, 0);
  const [script, ...others] = document.querySelectorAll('script:not([type="application/json"])');
  assert.equal(others.length, 0);
  const digest = createHash('sha256')
    .update(script?.textContent ?? '')
    .digest('base64');
  const policy = document.querySelector('meta[http-equiv]')?.getAttribute('content') ?? '';
  assert.deepEqual(policy.match(/'sha256-[^']+'/g), [`'sha256-${digest}'`]);
  assert.doesNotMatch(policy, /script-src[^;]*unsafe/);
  assert.doesNotMatch(renderHtml(runs.allShown()), /(?:src|href)="(?:https?:)?\/\/|@import|url\(["']?http/);
});

test('every entry of a legend that can be switched stands for something that is drawn, and every series has data', () => {
  const document = documentOf(runs.redisLostAWrite());
  const switched = [...document.querySelectorAll('li[data-series]')];
  assert.ok(switched.length > 0);
  const names = new Set(switched.map((entry) => entry.getAttribute('data-series')));
  for (const name of names) {
    const drawn = document.querySelectorAll(`g[data-series="${name}"] > :is(path, circle, rect, line)`);
    assert.ok(drawn.length > 0, `${name} is drawn nowhere`);
  }
});

test('headings never skip a level', () => {
  const levels = [...documentOf(runs.allShown()).querySelectorAll('h1,h2,h3,h4,h5')].map((heading) =>
    Number(heading.tagName.slice(1)),
  );
  levels.reduce((before, level) => (assert.ok(level <= before + 1), level));
});

test('the same results give the same page', () => {
  assert.equal(renderHtml(runs.allShown()), renderHtml(runs.allShown()));
});

test('no name, whatever it is, becomes markup', () => {
  const names = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .map((text) => `${text}<em title="${text}'>&amp;`);
  fc.assert(
    fc.property(names, (name) => {
      const document = documentOf(runs.named(name));
      assert.equal(document.querySelectorAll('em').length, 0);
      assert.ok(document.querySelector('h1')?.textContent.toLowerCase().includes(name.toLowerCase()));
      assert.ok(
        ![...document.querySelectorAll('*')].some((element) => element.getAttributeNames().length > 20),
      );
    }),
    { numRuns: 5 },
  );
});

test('every fault is a band on every chart over time of its experiment', () => {
  const document = documentOf(runs.spotless());
  assert.ok(!document.body.textContent.includes('app-crash'));
  const shown = documentOf(runs.allShown()).querySelectorAll('#experiment-1 .wide svg');
  const overTime = [...shown].filter((chart) => / over time/.test(chart.getAttribute('aria-label') ?? ''));
  assert.equal(overTime.length, 2);
  for (const chart of overTime) assert.match(chart.textContent, /app-restart.*app-crash/);
});

test('a latency that cannot be trusted is unknown, with the reason', () => {
  const text = documentOf(runs.generatorSaturated()).querySelector('#experiment-0')?.textContent ?? '';
  assert.match(text, /Latency is unknown: the generator sent 12 % of operations/);
  assert.doesNotMatch(text, /6\.25 ms/);
});

test('what was due when the load was over is in no latency, which is said, and the charts show where that was', () => {
  const before = documentOf(runs.spotless()).querySelector('#experiment-0')?.textContent ?? '';
  assert.doesNotMatch(before, /of the load|left out/);
  const document = documentOf(runs.lookedAtInTheEnd());
  const section = document.querySelector('#experiment-0');
  const text = (section?.textContent ?? '').replaceAll(/\s+/g, ' ');
  assert.match(text, /1,234 operations due later are left out, such as the last look at all sessions/);
  const captions = [...(section?.querySelectorAll('caption, figcaption') ?? [])].map(
    (one) => one.textContent,
  );
  assert.deepEqual(
    captions.map((one) => one.trim()).filter((one) => one.startsWith('Latency')),
    ['Latency of the load (logarithmic)', 'Latency of the load'],
  );
  const overTime = [...(section?.querySelectorAll('.wide svg') ?? [])].filter((chart) =>
    / over time/.test(chart.getAttribute('aria-label') ?? ''),
  );
  assert.equal(overTime.length, 2);
  for (const chart of overTime) assert.match(chart.textContent, /end of the load/);
  assert.match(text, /19 s to 19\.5 s, after the load/);
});

test('of hundreds of anomalies three are drawn, and the rest is counted', () => {
  const document = documentOf(runs.hundredsOfAnomalies());
  assert.equal(document.querySelectorAll('#experiment-4 details').length, 3);
  assert.match(document.querySelector('#experiment-4')?.textContent ?? '', /637 more\s+are\s+not shown/);
});

test('a store that could not be tested is on the page, with the reason', () => {
  const text = documentOf(runs.mongoMissing()).body.textContent;
  assert.match(text, /Mongo\s+Not tested/);
  assert.match(text, /mongod was not found/);
});
