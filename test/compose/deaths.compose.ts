/** How apps of the live stack die, come back, and say so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import pWaitFor from 'p-wait-for';
import { ROUTES } from '../../protocol/routes.ts';
import { healthy, metric, READY, signal, withSettings } from './apps.ts';
import { k6 } from './k6.ts';
import { compose, urlOf } from './stack.ts';

test('an app that outgrows its memory is killed by the kernel, comes back, and counts how it died', async () => {
  await withSettings('memory', { HOLDFAST_APP_MEMORY: '112m' });
  await k6('growth', { STORE: 'memory', BYTES: 100_000, RATE: 200, CLIENTS: 10, DURATION_MS: 10_000 });
  // As full as they are, one that has answered may be killed once more before it is asked for anything else.
  await pWaitFor(async () => (await timesKilled().catch(() => 0)) >= 1, READY);
  await withSettings('memory', {});
});

/** How often the kernel has killed either instance. Rejects while one is away. */
async function timesKilled(): Promise<number> {
  const ports = ['MEMORY_1', 'MEMORY_2'];
  const times = await Promise.all(
    ports.map((port) => metric(port, 'holdfast_app_deaths_total', 'reason="oom_kill"')),
  );
  return times.reduce((sum, each) => sum + each, 0);
}

test('an app that was killed by hand stays away until it is started, and then says that it was killed', async () => {
  const create = await fetch(urlOf('REDIS_2', 3022) + ROUTES.session, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ owner: 's-1' }),
    signal,
  });
  assert.equal(create.status, 200);
  const cookie = create.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  await compose(['kill', 'app-redis-2'], { signal });
  await delay(1500);
  assert.equal(await healthy('REDIS_2'), false);
  await compose(['start', 'app-redis-2'], { signal });
  await pWaitFor(() => healthy('REDIS_2'), READY);
  assert.equal(await metric('REDIS_2', 'holdfast_app_deaths_total', 'reason="killed"'), 1);
  assert.equal(
    (await fetch(urlOf('REDIS_2', 3022) + ROUTES.session, { headers: { cookie }, signal })).status,
    200,
  );
});
