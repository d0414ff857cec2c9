import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { serveFaultsOver } from './faults-over.ts';

test('it answers when the faults are over, however they ended, and not before', async () => {
  for (const end of ['resolve', 'reject'] as const) {
    const faults = Promise.withResolvers<void>();
    await using served = await serveFaultsOver(faults.promise);
    const asked = fetch(served.address).then(({ status }) => status);
    assert.equal(await Promise.race([asked, delay(50, 'silent')]), 'silent');
    faults[end](new Error('did not heal') as never);
    assert.equal(await asked, 204);
    assert.equal((await fetch(served.address)).status, 204);
  }
});

test('nothing listens any more when it is disposed of, though faults go on', async () => {
  const served = await serveFaultsOver(new Promise(() => {}));
  const asked = fetch(served.address).catch(() => 'cut');
  await delay(50);
  await served[Symbol.asyncDispose]();
  assert.ok(await asked);
  await assert.rejects(fetch(served.address));
});
