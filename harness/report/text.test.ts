import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import * as fc from 'fast-check';
import { heapNote } from '../model/heap-note.ts';
import { uncleanNote } from '../model/unclean-note.ts';
import { renderMarkdown } from './markdown/report.ts';
import { experiment } from './testing/experiments.ts';
import * as runs from './testing/runs.ts';
import { renderText } from './text.ts';

const options = { color: false, columns: 100, folder: 'reports/x' };

test('every claim stands in the table with what was measured and its verdict', () => {
  const text = renderText(runs.allShown(), options);
  assert.match(text, /MemoryStore +C1 memory keeps growing .* 1\.02 KB a session .* ✓ shown/);
  assert.match(renderText(runs.redisLostAWrite(), options), /Redis +C5 .* 1 of 4,180 lost +✗ refuted/);
  assert.match(
    renderText(runs.mongoMissing(), options),
    /Mongo +C6 .* not measured; mongod was not found +\? unknown/,
  );
});

test('what failed in restart windows is counted, and the next steps can be copied', () => {
  const text = renderText(runs.allShown(), options);
  assert.match(text, /redis\/restart +app-restart at 8\.02 s +905 ms +0 of 212 +150/);
  assert.match(text, /900 requests failed, or nobody knows, while faults were in force/);
  assert.match(text, /Page +reports\/x\/report\.html\n.*Again +npm run holdfast -- check reports\/x\n/);
});

test('no line is wider than the terminal, and nothing in a name controls it', () => {
  const names = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(names, fc.integer({ min: 40, max: 160 }), fc.boolean(), (name, columns, color) => {
      const text = renderText(runs.named(name), { color, columns, folder: 'x' });
      for (const line of stripVTControlCharacters(text).split('\n')) {
        assert.ok(line.length <= columns, `${line.length} columns: ${line}`);
        assert.doesNotMatch(line, /\p{Cc}/u);
      }
    }),
    { numRuns: 50 },
  );
});

test('colour adds nothing but colour', () => {
  const coloured = renderText(runs.redisLostAWrite(), { ...options, color: true });
  assert.notEqual(coloured, stripVTControlCharacters(coloured));
  assert.equal(stripVTControlCharacters(coloured), renderText(runs.redisLostAWrite(), options));
});

test('an empty run has no table, but says why and what to do', () => {
  const text = renderText(runs.emptyRun(), options);
  assert.match(text, /Nothing was tested: the run was cut off\.\n\n +Page/);
});

test('of a leak it is told when the process meets its limit, with bounds and what that rests on; of none, it is not', () => {
  const text = renderText(runs.allShown(), { color: false, columns: 100, folder: 'r' }).replaceAll(
    /\s+/g,
    ' ',
  );
  const told = text.match(/new sessions a second/g) ?? [];
  assert.equal(told.length, 1);
  assert.match(
    text.replaceAll(' ', ''),
    /reaches537MB,V8'slimitoftheheap,in3h10min\(2h50minto3h40min\),iftheheapgoeson/,
  );
});

test('what did not go at the end is told among what went wrong, and the verdict stands', () => {
  const results = runs.run([experiment('memory', { notes: [uncleanNote('the disk did not end')] })]);
  const said = 'memory/register: when all was over, the disk did not end';
  const text = renderText(results, options);
  assert.match(text, new RegExp(`! ${said}\n`));
  assert.match(text, /memory\/register +✓ pass/);
  assert.ok(renderMarkdown(results).includes(`- ⚠️ ${said}\n`));
});

test('what holds on to sessions on the heap is told; other notes are for the page', () => {
  const notes = [heapNote('app-1', 'they were held by Keeper.kept'), 'a note of another kind'];
  const text = renderText(runs.run([experiment('memory', { notes })]), options);
  assert.match(text, /memory\/register: on the heap of app-1, they were held by Keeper\.kept\n/);
  assert.doesNotMatch(text, /another kind/);
});
