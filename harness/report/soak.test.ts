import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Results, Soak } from '../model/results.ts';
import { renderHtml } from './html/page.ts';
import { renderMarkdown } from './markdown/report.ts';
import { experiment } from './testing/experiments.ts';
import * as runs from './testing/runs.ts';
import { renderText } from './text.ts';

const part = { asked: 1000, unserved: 0, p50Ms: 2, p99Ms: 20, losses: 0 };
const soak: Soak = {
  perSecond: 200,
  parts: [
    { ...part, fromMs: 300_000, toMs: 600_000 },
    { ...part, fromMs: 600_000, toMs: 900_000, losses: 3 },
  ],
  latencyMs: { by: 0.5, low: -1, high: 2, smallestVisible: 2.2, readings: 60, overMs: 600_000 },
  heapBytes: { by: 5e6, low: 4e6, high: 6e6, smallestVisible: 1.5e6, readings: 50, overMs: 600_000 },
};
const results: Results = { ...runs.allShown(), claims: [], experiments: [experiment('redis', { soak })] };

test('what changed over time is told in every format, and what cannot be told from zero as that', () => {
  const formats = [
    renderText(results, { color: false, columns: 200, folder: 'x' }),
    renderMarkdown(results),
    renderHtml(results).replaceAll(/<[^>]*>\s*/g, ' | '),
  ];
  for (const text of formats) {
    assert.match(text, /10 min[ |]+1,000[ |]+0 %[ |]+2 ms[ |]+20 ms[ |]+3/);
    assert.match(
      text,
      /Median latency at 200\/s did not change over 10 min by 2\.2 ms, .* \(95 %: -1 ms to 2 ms\)/,
    );
    assert.match(text, /Heap at 200\/s rose by 5 MB over 10 min \(95 %: 4 MB to 6 MB\)/);
  }
});
