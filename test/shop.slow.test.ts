import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { found, run } from './experiment.ts';
import { nothingLeft } from './holdfast.ts';

const SHOP = fileURLToPath(new URL('apps/shop', import.meta.url));
const PAGES = ['--scenario', `${SHOP}/pages.yaml`, '--in', SHOP];
const visit = (command: string, ...more: string[]) =>
  run(['--command', command, ...PAGES, '--duration', '8s', ...more], ['--seed', 'shop']);

for (const [defect, expected] of [
  ['forgets', 'lost-write'],
  ['stays', 'resurrection'],
  ['mixes', 'cross-session-read'],
  ['keeps', 'fixation'],
] as const)
  test(`of a shop without a probe it is found, by its pages, that it ${defect}: ${expected}, and nothing else`, async () => {
    const { code, result } = await visit(`SHOP_DEFECT=${defect} npm start`);
    assert.deepEqual(found(result), [expected], JSON.stringify(result.problems));
    assert.equal(code, 1);
    await nothingLeft();
  });

test('a shop on a MemoryStore loses who is signed in when an instance is killed, and pauses harm nobody', async () => {
  const crash = await visit('npm start', '--faults', 'app-crash@4s');
  assert.deepEqual(found(crash.result), ['lost-session'], JSON.stringify(crash.result.problems));
  assert.equal(crash.code, 1, JSON.stringify(crash.result.problems));
  const pause = await visit('npm start', '--faults', 'app-pause@3s+1s');
  assert.deepEqual(found(pause.result), [], JSON.stringify(pause.result.problems));
  assert.equal(pause.code, 0, JSON.stringify(pause.result.problems));
  await nothingLeft();
});
