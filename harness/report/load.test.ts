import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { loadResults } from './load.ts';
import { allShown } from './testing/runs.ts';
import { RUN_FORMATS } from './formats.ts';
import { writeFormats } from './write.ts';

async function folder(t: TestContext, content?: string): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'holdfast-load-'));
  t.after(() => rm(path, { recursive: true }));
  if (content !== undefined) await writeFile(join(path, 'results.json'), content);
  return path;
}

test('a run is found by its folder and by its file', async (t) => {
  const path = await folder(t, JSON.stringify(allShown()));
  assert.deepEqual(await loadResults(path), { folder: path, results: allShown() });
  assert.deepEqual(await loadResults(join(path, 'results.json')), { folder: path, results: allShown() });
});

test('what is wrong with a run is said in one message with a next step', async (t) => {
  const wrong: [content: string | undefined, message: RegExp][] = [
    [undefined, /has no results\.json/],
    ['{"results":1,"ru', /is not JSON, or was cut off/],
    ['{"results":7}', /has version 7 of results, and this Holdfast reads version 1/],
    ['[]', /has no version of results/],
    [`{"results":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, /has an odd version of results/],
    [JSON.stringify({ ...allShown(), verdict: 'fine' }), /is not what Holdfast writes \(verdict: /],
  ];
  for (const [content, message] of wrong) {
    const path = await folder(t, content);
    await assert.rejects(loadResults(path), { name: 'HoldfastError', exitCode: 64, message });
  }
  await assert.rejects(loadResults('/nowhere/at/all'), { exitCode: 64, message: /there is no run at/ });
});

test('both reports are written, and a folder that is gone is unavailable', async (t) => {
  const path = await folder(t);
  const [html = '', markdown = ''] = await writeFormats(RUN_FORMATS, allShown(), path);
  assert.match(await readFile(html, 'utf8'), /^<!doctype html>/);
  assert.match(await readFile(markdown, 'utf8'), /^## /);
  await assert.rejects(writeFormats(RUN_FORMATS, allShown(), join(path, 'gone')), { exitCode: 69 });
});
