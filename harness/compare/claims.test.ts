import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JSDOM } from 'jsdom';
import type { ClaimResult, Results } from '../model/results.ts';
import { claimTable } from './claims-text.ts';
import { compareClaims } from './claims.ts';
import { compare } from './compare.ts';
import { renderComparisonPage } from './html/page.ts';
import { comparedRun } from './testing.ts';

const claim = (store: string, id: string, changes: Partial<ClaimResult> = {}): ClaimResult => ({
  id,
  store,
  text: `text of ${id}`,
  source: 'a readme',
  measured: `${id} measured on ${store}`,
  verdict: 'shown',
  experiments: [],
  ...changes,
});

/** A run that was started on a day, and what it found. */
function found(day: number, claims: ClaimResult[]): Results {
  const { run } = comparedRun();
  const name = `run-${day}`;
  return comparedRun({ run: { ...run, name, startedAt: `2026-11-0${day}T10:00:00.000Z` }, claims });
}

const on = (runs: readonly Results[], store: string) =>
  compareClaims(runs)[0]?.on.find((each) => each.store === store);

test('what several runs found on different stores stands side by side, in the usual order of stores', () => {
  const runs = [found(1, [claim('redis', 'C8')]), found(2, [claim('memory', 'C8')])];
  assert.deepEqual(
    compareClaims(runs).map(({ id, on: stores }) => [id, stores.map(({ name }) => name)]),
    [['C8', ['MemoryStore', 'Redis']]],
  );
});

test('claims that share an id and say different things are not mixed', () => {
  const runs = [
    found(1, [claim('redis', 'C5', { text: 'survives' }), claim('redis', 'C5', { text: 'is shared' })]),
  ];
  assert.equal(compareClaims(runs).length, 2);
});

test('of runs that agree the latest speaks, whichever was given first', () => {
  const runs = [
    found(1, [claim('redis', 'C8', { measured: 'old' })]),
    found(3, [claim('redis', 'C8', { measured: 'new' })]),
    found(2, [claim('redis', 'C8', { measured: 'old' })]),
  ];
  assert.equal(on(runs, 'redis')?.measured, 'new');
  assert.equal(on(runs, 'redis')?.verdict, 'shown');
});

test('runs that do not agree leave a claim unknown, and each is named', () => {
  const runs = [found(1, [claim('redis', 'C8', { verdict: 'refuted' })]), found(2, [claim('redis', 'C8')])];
  assert.equal(on(runs, 'redis')?.verdict, 'unknown');
  assert.equal(on(runs, 'redis')?.remark, 'runs do not agree: shown in run-2, refuted in run-1');
});

test('a run that could not tell contradicts none that could', () => {
  const unknown = claim('redis', 'C8', { verdict: 'unknown', reason: 'the machine was too busy' });
  for (const runs of [
    [found(1, [claim('redis', 'C8')]), found(2, [unknown])],
    [found(1, [unknown]), found(2, [claim('redis', 'C8')])],
  ])
    assert.equal(on(runs, 'redis')?.verdict, 'shown');
  assert.equal(on([found(1, [unknown])], 'redis')?.verdict, 'unknown');
});

const both = [
  found(1, [
    claim('redis', 'C8', { verdict: 'true only if', onlyIf: '<em>nobody</em> looks' }),
    claim('memory', 'C8', { verdict: 'refuted' }),
    claim('redis', 'C12'),
  ]),
];
const pageOf = (runs: readonly Results[]) =>
  new JSDOM(renderComparisonPage(compare(comparedRun(), runs), comparedRun())).window.document;

test('the page has a verdict for each claim on each store, and the figures and conditions beside it', () => {
  const page = pageOf(both);
  const section = page.querySelector('#claims');
  const cells = [...(section?.querySelectorAll('.matrix tbody tr') ?? [])].map((row) =>
    [...row.querySelectorAll('td')].map((cell) =>
      cell.querySelector('[role=img]')?.getAttribute('aria-label'),
    ),
  );
  assert.deepEqual(cells, [
    ['refuted: bad news', 'true only if'],
    [undefined, 'shown'],
  ]);
  const words = section?.textContent ?? '';
  for (const { measured } of both[0]?.claims ?? []) assert.ok(words.includes(measured), measured);
  assert.match(words, /true only if <em>nobody<\/em> looks/);
  assert.equal(page.querySelectorAll('em').length, 0);
});

test('without runs of claims the page and the table speak of none', () => {
  assert.equal(pageOf([]).querySelector('#claims'), null);
  assert.equal(claimTable([], { color: false, columns: 100 }), '');
});

test('the table names the stores of each verdict, and fits 100 columns', () => {
  const text = claimTable(compareClaims(both), { color: false, columns: 100 });
  for (const line of text.split('\n')) assert.ok(line.length <= 100, line);
  assert.match(text, /C8 text of C8 +✗ refuted +MemoryStore/);
  assert.match(text, /± true only if +Redis/);
});
