import assert from 'node:assert/strict';
import { test } from 'node:test';
import { provision } from '../harness/provision/provision.ts';
import { attack, attackText } from './attack/attack.ts';
import { temporaryFolder } from './holdfast.ts';

test('six kills and eighty mutants leave nothing running and nothing lying about, and earn no pass', async () => {
  await provision('toxiproxy-server', { signal: AbortSignal.timeout(600_000), report: () => {} });
  await using folder = await temporaryFolder();
  const attacked = await attack({ kills: 6, mutants: 80, seed: 20, folder: folder.path, onLine: () => {} });
  assert.deepEqual(attacked.complaints, [], attackText(attacked));
  assert.equal(attacked.mutants.tried, 80);
  assert.ok(attacked.kills.late < 6);
});
