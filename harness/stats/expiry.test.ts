import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OperationKind, OperationLine } from '../../protocol/history.ts';
import { ExpiryMeter } from './expiry.ts';

const TTL_MS = 2600;
const line = (op: OperationKind, session: string, start: number, absent?: true): OperationLine => ({
  op,
  session,
  client: 'c',
  outcome: 'ok',
  due: start,
  start,
  end: start + 2,
  ...(absent && { absent }),
});

/** Sessions that are asked for once, every 10 ms of age about the TTL, in a store where they live for `lifeMs`. */
function aStoreOf(lifeMs: number) {
  const meter = new ExpiryMeter(TTL_MS);
  for (let overMs = -995; overMs < 1000; overMs += 10) {
    const name = `s${overMs}`;
    meter.operation(line('create', name, 0));
    meter.operation(line('read', name, 2 + TTL_MS + overMs, TTL_MS + overMs >= lifeMs ? true : undefined));
  }
  return meter.expiry();
}

test('a store that keeps to the millisecond is told from one that rounds up or down to whole seconds', () => {
  const [exact, down, up] = [aStoreOf(2600), aStoreOf(2000), aStoreOf(3000)];
  assert.deepEqual([exact?.firstGoneMs, exact?.lastThereMs], [5, -5]);
  assert.deepEqual([down?.firstGoneMs, down?.lastThereMs], [-595, -605]);
  assert.deepEqual([up?.firstGoneMs, up?.lastThereMs], [405, 395]);
});

test('of each quarter of a second it is said how many were asked for and how many were gone', () => {
  const bands = aStoreOf(2000)?.bands ?? [];
  assert.deepEqual(
    bands.map(({ fromMs, gone, looks }) => [fromMs, gone, looks]),
    [[-1000, 0, 25], [-750, 10, 25], ...[-500, -250, 0, 250, 500, 750].map((fromMs) => [fromMs, 25, 25])],
  );
});

test('a session that was written or asked for in between tells nothing', () => {
  const meter = new ExpiryMeter(TTL_MS);
  meter.operation(line('create', 's', 0));
  meter.operation(line('write', 's', 1000));
  meter.operation(line('read', 's', 2600));
  assert.equal(meter.expiry(), null);
});
