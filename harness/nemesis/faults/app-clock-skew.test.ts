import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { parametersOf } from '../../model/faults.ts';
import type { Clock, StartedSubject } from '../../platform/subject.ts';
import { skewClock } from './app-clock-skew.ts';

const HOUR_MS = 3_600_000;

const rejecting = (why: string) => () => Promise.reject(new Error(why));

/** An app of which the clock does what `obeys` makes of what it is told; and what was asked of it. */
async function appWith(obeys: (byMs: number) => number) {
  let [aheadMs, isDated, wrongAnswers] = [0, true, Infinity];
  const server = createServer((_, response) => {
    if (aheadMs !== startsAheadMs && wrongAnswers-- <= 0) aheadMs = startsAheadMs;
    if (isDated) response.setHeader('Date', new Date(Date.now() + aheadMs).toUTCString());
    else response.sendDate = false;
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asked: (number | 'restore')[] = [];
  const clock: Clock = {
    instance: 'app-2',
    skew: (byMs) => {
      asked.push(byMs);
      aheadMs += obeys(byMs);
      return Promise.resolve('somebody says so');
    },
    restore: () => {
      asked.push('restore');
      aheadMs = startsAheadMs;
      return Promise.resolve();
    },
  };
  let startsAheadMs = 0;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    clock,
    asked,
    startAhead: (ms: number) => (aheadMs = startsAheadMs = ms),
    undated: () => (isDated = false),
    rightAgainAfter: (answers: number) => (wrongAnswers = answers),
    inject: (given = {}, of = clock) =>
      skewClock(500)({
        subject: {
          instances: [{ name: 'app-2', url, isForeign: true }],
          clocks: [of],
        } as unknown as StartedSubject,
        target: 'app-2',
        durationMs: 1,
        parameters: parametersOf('app-clock-skew', given),
        signal: AbortSignal.timeout(10_000),
      }),
    [Symbol.dispose]: () => {
      server.close().closeAllConnections();
    },
  };
}

for (const [way, sign] of [
  ['ahead', 1],
  ['behind', -1],
] as const)
  test(`a clock that goes ${way} is seen by the Date of the answers, and right again after`, async () => {
    using app = await appWith((byMs) => byMs);
    const evidence = await app.inject({ way });
    const hour = `${sign < 0 ? '-' : String.raw`\+`}(?:3599|3600|3601)\\.\\d s`;
    assert.match(
      String(evidence['seen']),
      new RegExp(
        String.raw`: ${hour} at its onset, ${hour} at its end; [+-][01]\.\d s before, [+-][01]\.\d s after$`,
      ),
    );
    assert.equal(evidence['said'], 'somebody says so');
    assert.deepEqual(app.asked, [sign * HOUR_MS, 'restore']);
  });

test('what a clock was wrong by before is no part of the fault', async () => {
  using app = await appWith((byMs) => byMs);
  app.startAhead(-20_000);
  const { seen } = await app.inject({ skewMs: 60_000 });
  assert.match(String(seen), /\+(?:39|40|41)\.\d s at its onset.*-(?:19|20|21)\.\d s before/);
});

test('a clock that stays right, whatever anybody says of it, is told as it was seen', async () => {
  using app = await appWith(() => 0);
  await assert.rejects(
    app.inject(),
    /^Error: at its onset, the Date of its answers was [+-]0\.\d s from this machine's clock$/,
  );
  assert.deepEqual(app.asked, [HOUR_MS, 'restore']);
});

test('a clock that is right again too soon is told', async () => {
  using app = await appWith((byMs) => byMs);
  // That of the onset.
  app.rightAgainAfter(1);
  await assert.rejects(app.inject(), /^Error: at its end, the Date of its answers was [+-]0\.\d s/);
  assert.deepEqual(app.asked, [HOUR_MS, 'restore']);
});

test('a clock that stays wrong is told', async () => {
  using app = await appWith((byMs) => byMs);
  await assert.rejects(
    app.inject({}, { ...app.clock, restore: () => Promise.resolve() }),
    /^Error: after it was put right, the Date of its answers was \+(?:3599|3600|3601)\.\d s/,
  );
});

test('answers without a Date show nothing', async () => {
  using app = await appWith((byMs) => byMs);
  app.undated();
  await assert.rejects(app.inject(), /the answers of app-2 have no Date/);
  assert.deepEqual(app.asked, []);
});

test('a clock that cannot be put right is told with what went wrong before', async () => {
  using app = await appWith((byMs) => byMs);
  const stuck = { skew: rejecting('nobody does it'), restore: rejecting('nobody undoes it') };
  await assert.rejects(
    app.inject({}, { ...app.clock, ...stuck }),
    /^Error: nobody does it; and it is still wrong: nobody undoes it$/,
  );
});
