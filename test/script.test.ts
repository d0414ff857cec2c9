import assert from 'node:assert/strict';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { found, run } from './experiment.ts';
import { holdfast, nothingLeft, onlyRun, temporaryFolder } from './holdfast.ts';
import { assertRefused, SHOP, startShop, visit, WELL } from './shop-script.ts';
import { planSchema } from '../harness/model/plan.ts';
import { resultsSchema } from '../harness/model/results.ts';

const START = ['--command', `"${process.execPath}" app.mjs`, '--in', SHOP];
const SCRIPT = ['--scenario', join(SHOP, 'shop.k6.ts')];

const read = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));

test('a sound app passes by a script of its own, and is judged again when the script is gone', async () => {
  await using folder = await temporaryFolder();
  const reports = join(folder.path, 'reports');
  const file = join(folder.path, 'my shop.k6.ts');
  await cp(join(SHOP, 'shop.k6.ts'), file);
  const load = ['--duration', '5s', '--seed', 'script', '--reports', reports];
  const { code, stderr } = await holdfast(['run', ...START, '--scenario', file, ...load]);
  const ran = await onlyRun(reports);
  const [result] = resultsSchema.parse(await read(join(ran, 'results.json'))).experiments;
  assert.ok(result, stderr);
  assert.deepEqual(found(result), [], JSON.stringify(result.problems));
  assert.equal(code, 0, JSON.stringify(result.problems));
  const [planned] = planSchema.parse(await read(join(ran, 'plan.json'))).experiments;
  const asked = planned?.subject.script?.checkers ?? [];
  assert.deepEqual(asked, [
    'lost-session',
    'lost-write',
    'stale-read',
    'garbage-read',
    'cross-session-read',
    'resurrection',
  ]);
  for (const kind of [...asked, 'fixation'])
    assert.ok((result.checkers.find(({ checker }) => checker === kind)?.tested ?? 0) > 0, kind);
  await rm(file);
  const again = await holdfast(['check', ran]);
  assert.equal(again.code, 0, again.stderr);
  const [judged] = resultsSchema.parse(await read(join(ran, 'results.json'))).experiments;
  assert.deepEqual(judged, result);
  await nothingLeft();
});

test('an app that stays signed in after the logout fails by its script', async () => {
  const command = ['--command', `SHOP_DEFECT=stays "${process.execPath}" app.mjs`, '--in', SHOP];
  const { code, result } = await run([...command, ...SCRIPT, '--duration', '5s'], ['--seed', 'script']);
  assert.deepEqual(found(result), ['resurrection'], JSON.stringify(result.problems));
  assert.equal(code, 1);
  await nothingLeft();
});

test('a script whose visits are longer than the load passes nothing that it did not get to', async () => {
  const { code, result } = await run([...START, ...SCRIPT, '--duration', '1s'], ['--seed', 'script']);
  assert.equal(code, 2);
  assert.match(
    result.problems.join(),
    /resurrection: .* a longer duration, a higher rate, or shorter visits/,
  );
});

test('a script that begins to throw while the load lasts makes its experiment unknown, and says where', async () => {
  await using folder = await temporaryFolder();
  const whole = await readFile(join(SHOP, 'shop.k6.ts'), 'utf8');
  const file = join(folder.path, 'late.k6.ts');
  const late = "if (visitor.visit === 3) throw new Error('enough');\n  const user";
  await writeFile(file, whole.replace('const user', late));
  const load = ['--duration', '8s', '--rate', '120'];
  const { code, result } = await run([...START, '--scenario', file, ...load], ['--seed', 'script']);
  assert.equal(code, 2);
  assert.deepEqual(result.problems, ['the script ended by itself: late.k6.ts:6:33: enough']);
});

test('a config names a script and data, and a script of another content is another script', async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, 'clients'));
  const whole = await readFile(join(SHOP, 'shop.k6.ts'), 'utf8');
  const script = whole.replace('`user${visitor.number}`', "visitor.data['who']!");
  await writeFile(join(folder.path, 'clients/shop.k6.ts'), `import './lib.ts';\n${script}`);
  await writeFile(join(folder.path, 'clients/lib.ts'), 'export const one = 1;');
  const rows = Array.from({ length: 10 }, (_, row) => `buyer${row + 1},a secret of ${row + 1}`);
  await writeFile(join(folder.path, 'rows.csv'), `who,word\n${rows.join('\n')}\n`);
  const config = join(folder.path, 'holdfast.config.json');
  const fields = { scenario: './clients/shop.k6.ts', data: './rows.csv', in: SHOP, run: { duration: '4s' } };
  await writeFile(config, JSON.stringify({ command: START[1], reports: './reports', ...fields }));
  const digests: (string | undefined)[] = [];
  for (const lib of ['export const one = 1;', 'export const one = 2;']) {
    await writeFile(join(folder.path, 'clients/lib.ts'), lib);
    const { code, stderr } = await holdfast(['run', '--config', config]);
    assert.equal(code, 0, stderr);
    const ran = await onlyRun(join(folder.path, 'reports'));
    const [result] = resultsSchema.parse(await read(join(ran, 'results.json'))).experiments;
    digests.push(result?.script);
    assert.doesNotMatch(await readFile(join(ran, 'plan.json'), 'utf8'), /a secret of/);
    assert.match(await readFile(join(ran, 'history.ndjson'), 'utf8'), /"value":"buyer7"/);
    await rm(join(folder.path, 'reports'), { recursive: true });
  }
  assert.notEqual(digests[0], undefined);
  assert.notEqual(digests[0], digests[1]);
});

describe('one message says what is wrong with a script before anything is loaded:', () => {
  let shop: Awaited<ReturnType<typeof startShop>>;
  before(async () => (shop = await startShop()));
  after(() => shop[Symbol.asyncDispose]());

  for (const [name, script, expected] of [
    ['it does not compile', 'export default function ( {', /bad\.k6\.ts: .*Line 1:\d+ Expected/],
    ['it has no default function', 'export const a = 1;', /no default export that is a function/],
    [
      'it imports Holdfast by more than types',
      "import { a } from 'holdfast/k6';\nexport default () => a;",
      /import type \{ Visitor \} from 'holdfast\/k6'/,
    ],
    ['it records nothing', visit(''), /a visit took no step/],
    ['its visit throws', visit('user(visitor); visitor.none.such;'), /bad\.k6\.ts:10:\d+: TypeError/],
    [
      'a login that never succeeds',
      visit("visitor.login('user1', (ask) => rpc(ask, 'login').status === 200 ? 'done' : undefined);"),
      /login\('user1', …\): status 400, which the script does not explain/,
    ],
    [
      'a function that returns what it should not',
      visit(
        `${WELL} visitor.write('color', 'red', (ask) => rpc(ask, 'setColor', { color: 'red' }).status < 300)`,
      ),
      /write\('color', …\): its function is to return 'done', 'gone' or undefined, and returned true/,
    ],
  ] as const)
    test(name, () => assertRefused(shop.url, script, expected));
});
