import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveMeter } from './meter.ts';
import { anomaliesInWords, inALine } from './words.ts';
import { liveContent } from './page.ts';

const operation = (end: number, more: object = {}) =>
  JSON.stringify({
    op: 'read',
    session: 's',
    client: 'c',
    outcome: 'ok',
    due: end - 20,
    start: end - 10,
    end,
    ...more,
  });

function metered(lines: readonly string[]): LiveMeter {
  const meter = new LiveMeter();
  for (const line of lines) meter.add(line);
  return meter;
}

test('what was served is counted over all and over the last seconds', () => {
  const early = Array.from({ length: 100 }, (_, index) => operation(100 + index));
  const late = Array.from({ length: 50 }, (_, index) =>
    operation(60_000 + 100 * index, index < 5 ? { outcome: 'fail', status: 503 } : {}),
  );
  const meter = metered([...early, ...late]);
  assert.deepEqual([meter.total.operations, meter.total.unserved], [150, 5]);
  assert.deepEqual([meter.now.operations, meter.now.unserved], [50, 5]);
  assert.ok(Math.abs((meter.now.p50Ms ?? 0) - 20) < 1);
});

test('faults are marked as they come and heal, and memory as it grows', () => {
  const meter = metered([
    '{"fault":"app-restart","id":"f1","phase":"onset","target":"app-1","at":1000}',
    '{"fault":"app-restart","id":"f1","phase":"healed","target":"app-1","at":1500}',
    '{"fault":"wire-down","id":"f2","phase":"onset","target":"wire","at":2000}',
    '{"sample":"app","target":"app-1","at":0,"heapBytes":1000000}',
    '{"sample":"app","target":"app-1","at":9000,"heapBytes":3000000}',
    'no line at all',
  ]);
  assert.deepEqual(
    meter.faults.map(({ kind, onsetMs, healedMs }) => [kind, onsetMs, healedMs]),
    [
      ['app-restart', 1000, 1500],
      ['wire-down', 2000, undefined],
    ],
  );
  assert.match(inALine(meter, undefined, undefined), /heap 3 MB, 2 MB more than 9 s before/);
});

test('a share of all is never said where one was not served, and no anomaly never before a look', () => {
  const meter = metered([
    ...Array.from({ length: 99_999 }, () => operation(5)),
    operation(6, { outcome: 'fail', status: 500 }),
  ]);
  assert.match(
    inALine(meter, undefined, undefined),
    /^served over 99\.9 % of 100,000 operations.*: not looked yet$/,
  );
  assert.equal(
    anomaliesInWords({ atMs: 30_000, anomalies: { 'lost-write': 0 } }, undefined),
    'none up to 30 s',
  );
  assert.equal(
    anomaliesInWords({ atMs: 30_000, anomalies: { 'lost-write': 2 } }, undefined),
    '2 lost-write up to 30 s',
  );
});

test('nothing that was recorded becomes markup', () => {
  const meter = metered(['{"note":"<img src=x>","at":1,"spoils":true}', operation(5)]);
  const shown = {
    title: '<script>',
    durationMs: 1000,
    phase: 'running',
    meter,
    judged: undefined,
    doubt: undefined,
  };
  const { markup } = liveContent(shown);
  assert.doesNotMatch(markup, /<script|<img/);
  assert.match(markup, /&lt;img src=x&gt;/);
});
