import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grew, GrowthMeter } from './growth.ts';

/** 100 sessions a second for 8 s; then 4 s more of samples. `heldBytes`: what all hold at a time; `stored`: how many the server counts. */
function measure(
  heldBytes: (atMs: number, sessions: number) => number,
  { brokenMs, stored = (made) => made }: { brokenMs?: number; stored?: (made: number) => number } = {},
) {
  const meter = new GrowthMeter({ ttlMs: 2000, figure: 'used_memory', bytes: 200 });
  for (let session = 0; session < 800; session++) {
    const end = session * 10 + 5;
    meter.addOperation({
      op: 'create',
      session: `s${session}`,
      client: 'c',
      outcome: 'ok',
      due: end,
      start: end,
      end,
    });
  }
  for (let at = 0; at <= 12_000; at += 50) {
    const sessions = Math.min(800, at / 10);
    const bytes = 20e6 + heldBytes(at, sessions) + Math.sin(at * 7) * 2000;
    meter.addSample({ sample: 'app', target: 'app-1', at, heapBytes: bytes });
    meter.addSample({
      sample: 'server',
      target: 'redis',
      at,
      memoryBytes: bytes,
      sessions: stored(sessions),
    });
  }
  if (brokenMs !== undefined)
    meter.addFault({ fault: 'out-of-memory', id: 'f', target: 'app-1', phase: 'onset', at: brokenMs });
  const growth = meter.growth();
  assert.ok(growth);
  return growth;
}

test('a heap that keeps every session shows their size, and all of it held one TTL after the last visitor', () => {
  const { app, visitors } = measure((_at, sessions) => sessions * 1000);
  assert.equal(visitors, 800);
  assert.ok(app.slope && grew(app.slope));
  assert.ok(Math.abs(app.slope.bytesPerSession - 1000) < 30);
  assert.ok(Math.abs((app.heldAfterTtl ?? 0) - 1) < 0.03);
});

test('a heap that gives everything back when sessions have expired holds nothing at the end', () => {
  const { app, server } = measure((at, sessions) => (at > 9500 ? 0 : sessions * 1000));
  assert.ok(Math.abs(app.heldAfterTtl ?? 1) < 0.03);
  assert.ok(Math.abs(server?.heldAfterTtl ?? 1) < 0.03);
});

test('a heap that does not grow has no share that is held', () => {
  const { app } = measure(() => 0);
  assert.ok(app.slope && !grew(app.slope));
  assert.equal(app.heldAfterTtl, null);
});

test("a server's bytes per session come from the time before the first one expires", () => {
  const { server } = measure((at) => Math.min(at, 2000) * 30, { stored: (made) => Math.min(made, 200) });
  assert.ok(Math.abs((server?.slope?.bytesPerSession ?? 0) - 300) < 20);
});

/** As InnoDB grows: by an extent at a time. */
const inSteps = (_at: number, sessions: number) => Math.floor(sessions / 150) * 150_000;

test('a server that goes on storing what has expired is measured up to the last visitor', () => {
  const brief = measure(inSteps, { stored: (made) => Math.min(made, 200) }).server?.slope;
  assert.ok(brief && !grew(brief), 'a step is no line');
  const { server } = measure(inSteps);
  assert.ok(server?.slope && grew(server.slope));
  assert.ok(Math.abs(server.slope.bytesPerSession - 1000) < 50, String(server.slope.bytesPerSession));
});

test('a slow drift of the heap, however regular, is not said to be kept sessions', () => {
  const { app } = measure((_at, sessions) => sessions * 60);
  assert.ok(app.slope && app.slope.low > 0);
  assert.ok(!grew(app.slope));
  assert.equal(app.heldAfterTtl, null);
});

test('nothing sampled is nothing measured', () => {
  assert.equal(new GrowthMeter({ ttlMs: 1000, figure: '', bytes: 0 }).growth(), null);
});

test('what a new process holds after a death is not held against the visitors of the old one', () => {
  const restartMs = 6000;
  const heldBytes = (atMs: number, sessions: number) =>
    atMs < restartMs ? sessions * 2000 : (sessions - 600) * 2000;
  const { app, visitors } = measure(heldBytes, { brokenMs: restartMs });
  assert.equal(visitors, 600);
  assert.ok(app.slope && grew(app.slope));
  assert.ok(Math.abs(app.slope.bytesPerSession - 2000) < 100, String(app.slope.bytesPerSession));
  assert.equal(app.heldAfterTtl, null);
});

test('what two instances hold is taken together, whichever of them made a session', () => {
  const meter = new GrowthMeter({ ttlMs: 2000, figure: '', bytes: 200 });
  for (let session = 0; session < 1000; session++) {
    const end = session * 8;
    const who = { session: `s${session}`, client: 'c', outcome: 'ok' } as const;
    meter.addOperation({ op: 'create', ...who, due: end, start: end, end });
    if (session % 10 !== 0) continue;
    for (const [at, target] of [
      [end, 'app-1'],
      [end + 3, 'app-2'],
    ] as const)
      meter.addSample({
        sample: 'app',
        target,
        at,
        heapBytes: 20e6 + session * 1000 + Math.sin(at * 7) * 2000,
      });
  }
  const slope = meter.growth()?.app.slope;
  assert.ok(slope && Math.abs(slope.bytesPerSession - 2000) < 60, String(slope?.bytesPerSession));
});

test('of a long run some readings are shown, and all are fitted', () => {
  const meter = new GrowthMeter({ ttlMs: 2000, figure: '', bytes: 200 });
  for (let at = 0; at < 3_000_000; at += 1000) {
    const who = { session: `s${at}`, client: 'c', outcome: 'ok' } as const;
    meter.addOperation({ op: 'create', ...who, due: at, start: at, end: at });
    meter.addSample({ sample: 'app', target: 'app-1', at, heapBytes: at + (at % 7000) });
  }
  const app = meter.growth()?.app;
  assert.equal(app?.samples.length, 400);
  assert.equal(app.samples.at(-1)?.atMs, 2_999_000);
  assert.ok((app.slope?.samples ?? 0) > 2000);
});
