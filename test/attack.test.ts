import assert from 'node:assert/strict';
import { test } from 'node:test';
import { provision } from '../harness/provision/provision.ts';
import { attack, attackText } from './attack/attack.ts';
import { temporaryFolder } from './holdfast.ts';

/** More of them by `npm run test:long`; the attack itself goes on for as long as it is told (`npm run test:attack`). */
const [KILLS, MUTANTS] = process.env['HOLDFAST_SLOW'] === '1' ? [6, 80] : [3, 40];

test('kills and mutants leave nothing running and nothing lying about, and earn no pass', async () => {
  await provision('toxiproxy-server', { signal: AbortSignal.timeout(600_000), report: () => {} });
  await using folder = await temporaryFolder();
  const attacked = await attack({
    kills: KILLS,
    mutants: MUTANTS,
    seed: 20,
    folder: folder.path,
    onLine: () => {},
  });
  assert.deepEqual(attacked.complaints, [], attackText(attacked));
  assert.equal(attacked.mutants.tried, MUTANTS);
  assert.ok(attacked.kills.late < KILLS);
});
