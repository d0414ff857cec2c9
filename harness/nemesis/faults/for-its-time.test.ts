import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forItsTime } from './for-its-time.ts';

test('what is held for a time is held for no less, and ends at once when it is told to', async () => {
  const never = new AbortController().signal;
  for (let at = 0; at < 40; at++) {
    const startedMs = performance.now();
    const heldMs = await forItsTime(7, never);
    assert.ok(performance.now() - startedMs >= 7 && heldMs >= 7);
  }
  await assert.rejects(forItsTime(60_000, AbortSignal.timeout(5)), { name: 'AbortError' });
});
