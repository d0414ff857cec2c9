import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillIn } from './claims-markdown.ts';
import type { ClaimOnStore, ComparedClaim } from './claims.ts';

const on = (store: string, verdict: ClaimOnStore['verdict'], remark?: string): ClaimOnStore => ({
  store,
  name: store.toUpperCase(),
  verdict,
  measured: `2 of 3 | on ${store}`,
  remark,
  run: 'a-run',
});
const claim = (id: string, text: string, stores: ClaimOnStore[]): ComparedClaim => ({
  id,
  text,
  source: 'a readme',
  on: stores,
});
const place = (of: string) => `before\n\n<!-- figures of ${of} -->\n\nold\n\n<!-- end -->\n\nafter\n`;

test('a table takes the place of what stood there, and nothing else is touched', () => {
  const filled = fillIn(place('C8'), [claim('C8', 'text', [on('redis', 'shown')])]);
  assert.match(filled, /^before\n\n<!-- figures of C8 -->\n\n\| store \| seen \| verdict \|\n/);
  assert.match(filled, /\| REDIS \| 2 of 3 \\\| on redis \| shown \|\n\n<!-- end -->\n\nafter\n$/);
  assert.doesNotMatch(filled, /old/);
});

test('the same findings twice give the same document', () => {
  const claims = [claim('C8', 'text', [on('redis', 'refuted', 'why')])];
  const once = fillIn(place('C8'), claims);
  assert.equal(fillIn(once, claims), once);
});

test('a claim that was not put to the test keeps its table', () => {
  assert.equal(fillIn(place('C9'), [claim('C8', 'text', [on('redis', 'shown')])]), place('C9'));
});

test('a condition of several stores stands once below the table, one of a single store in its row', () => {
  const filled = fillIn(place('C8'), [
    claim('C8', 'text', [
      on('memory', 'true only if', 'true only if nobody looks'),
      on('mongo', 'true only if', 'true only if nobody looks'),
      on('redis', 'refuted', 'it is late'),
    ]),
  ]);
  assert.equal(filled.match(/nobody looks/g)?.length, 1);
  assert.match(filled, /\n\nTrue only if nobody looks\.\n/);
  assert.match(filled, /\| refuted: it is late \|/);
});

test('the overview has the lesser verdict of a claim in two halves, and counts them all', () => {
  const filled = fillIn(place('all'), [
    claim('C5', 'survives', [on('redis', 'shown')]),
    claim('C5', 'is shared', [on('redis', 'refuted')]),
    claim('C8', 'text', [on('redis', 'shown'), on('memory', 'shown')]),
  ]);
  assert.match(filled, /\| store \| C5 \| C8 \|/);
  assert.match(filled, /\| MEMORY \|  \| ✓ \|\n\| REDIS \| ✗ \| ✓ \|/);
  assert.match(filled, /4 findings: 3 shown, 1 refuted\./);
});
