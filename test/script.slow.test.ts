import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { found, run } from './experiment.ts';
import { nothingLeft } from './holdfast.ts';
import { assertRefused, SHOP, startShop, visit, WELL } from './shop-script.ts';

const shop = (before: string, ...more: string[]) =>
  run(
    [
      '--command',
      `${before} "${process.execPath}" app.mjs`,
      '--in',
      SHOP,
      '--scenario',
      join(SHOP, 'shop.k6.ts'),
      '--duration',
      '8s',
      ...more,
    ],
    ['--seed', 'script'],
  );

for (const [defect, expected] of [
  ['forgets', 'lost-write'],
  ['mixes', 'cross-session-read'],
  ['keeps', 'fixation'],
] as const)
  test(`of an app with an API of its own it is found, by a script, that it ${defect}: ${expected}, and nothing else`, async () => {
    const { code, result } = await shop(`SHOP_DEFECT=${defect}`);
    assert.deepEqual(found(result), [expected], JSON.stringify(result.problems));
    assert.equal(code, 1);
    await nothingLeft();
  });

test('by its script, an app on a MemoryStore loses its sessions when it is killed, and none by a pause', async () => {
  const crash = await shop('', '--faults', 'app-crash@4s');
  assert.deepEqual(found(crash.result), ['lost-session'], JSON.stringify(crash.result.problems));
  assert.equal(crash.code, 1);
  const pause = await shop('', '--faults', 'app-pause@3s+1s');
  assert.deepEqual(found(pause.result), [], JSON.stringify(pause.result.problems));
  assert.equal(pause.code, 0, JSON.stringify(pause.result.problems));
  await nothingLeft();
});

describe('one message says what is wrong with a script before anything is loaded:', () => {
  let shop: Awaited<ReturnType<typeof startShop>>;
  before(async () => (shop = await startShop()));
  after(() => shop[Symbol.asyncDispose]());

  for (const [name, script, expected] of [
    ['it throws at once', "throw new Error('boo');", /bad\.k6\.ts: k6 cannot run it: boo/],
    [
      'it imports a package of npm',
      "import a from 'lodash';\nexport default () => a;",
      /"lodash".*\n.*Try: .*bundle that into a file/,
    ],
    ['it looks at nothing', visit('user(visitor);'), /nothing is looked at/],
    ['it begins nowhere', visit('look(visitor);'), /read\(…\) needs a session: login or begin comes first/],
    [
      'a user that is not who logged in',
      visit(`${WELL} visitor.read('user', (ask) => (rpc(ask, 'account'), { value: 'Hello' }))`),
      /shows "Hello", and that is not who logged in/,
    ],
    [
      'a promise',
      visit(`${WELL} visitor.read('color', async (ask) => said(rpc(ask, 'color')))`),
      /returned a promise: leave out async/,
    ],
    [
      'a value that is none',
      visit(`${WELL} visitor.write('color', { red: 1 }, (ask) => 'done')`),
      /write\('color', …\) needs a value that is a text, a number, true, false or null, and has \{"red":1\}/,
    ],
    [
      'a value that was written before',
      visit(
        `${WELL} for (let i = 0; i < 2; i++) visitor.write('color', 'red', (ask) => (rpc(ask, 'setColor', { color: 'red' }), 'done'))`,
      ),
      /writes "red" a second time in one session/,
    ],
    [
      'a write that is never shown',
      visit(
        `${WELL} visitor.write('color', 'red', (ask) => (rpc(ask, 'nonce'), 'done')); visitor.read('color', (ask) => said(rpc(ask, 'color')))`,
      ),
      /'color' never showed what had been put there: null in place of "red"/,
    ],
    [
      'somebody without a cookie who is taken for signed in',
      visit("user(visitor); visitor.read('user', (ask) => (rpc(ask, 'account'), { value: 'user1' }))"),
      /read\('user', …\) shows "user1" to one who has no cookie/,
    ],
    ['a ttl that is no text', `export const ttl = 5;\n${visit(WELL)}`, /it exports ttl as 5/],
  ] as const)
    test(name, () => assertRefused(shop.url, script, expected));
});
