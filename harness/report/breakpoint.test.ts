import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Breakpoint, Results } from '../model/results.ts';
import { renderHtml } from './html/page.ts';
import { renderMarkdown } from './markdown/report.ts';
import { experiment } from './testing/experiments.ts';
import * as runs from './testing/runs.ts';
import { renderText } from './text.ts';

const step = {
  fromMs: 0,
  toMs: 1000,
  planned: 100,
  asked: 100,
  unserved: 0,
  p50Ms: 2,
  p99Ms: 20,
  sendP99Ms: 18,
  endedPerSecond: 100,
  inFlight: 1,
};
const breakpoint: Breakpoint = {
  outcome: 'broke',
  heldPerSecond: 100,
  brokePerSecond: 200,
  p99LimitMs: 500,
  unservedAllowed: 0.01,
  says: 'broke at 200/s, with p99 900 ms where 500 ms may be; it held 100/s (p99 20 ms)',
  steps: [
    { ...step, perSecond: 100, outcome: 'held' },
    { ...step, perSecond: 200, p99Ms: 900, outcome: 'broke', by: 'latency', why: 'with p99 900 ms' },
    { ...step, perSecond: 300, asked: 0, outcome: 'unknown', why: 'no client came to it' },
  ],
};
const results: Results = {
  ...runs.allShown(),
  claims: [],
  experiments: [experiment('redis', { breakpoint })],
};

test('where it broke is the first thing that is said, in every format, with each step that was tried', () => {
  const formats = [
    renderText(results, { color: false, columns: 200, folder: 'x' }),
    renderMarkdown(results),
    renderHtml(results).replaceAll(/<[^>]*>\s*/g, ' | '),
  ];
  for (const text of formats) {
    assert.match(text, /Redis broke at 200\/s, with p99 900 ms where 500 ms may be; it held 100\/s/);
    assert.match(text, /100\/s[ |]+100 of 100[ |]+0 %[ |]+2 ms[ |]+20 ms[ |]+held/);
    assert.match(text, /200\/s[ |]+100 of 100[ |]+0 %[ |]+2 ms[ |]+900 ms[ |]+broke \(latency\)/);
    assert.doesNotMatch(text, /300\/s/);
  }
});
