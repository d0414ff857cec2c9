import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { found } from './experiment.ts';
import { holdfast, nothingLeft, onlyRun, temporaryFolder } from './holdfast.ts';
import { resultsSchema } from '../harness/model/results.ts';

const SHOP = fileURLToPath(new URL('apps/shop', import.meta.url));

test('a sound shop passes by its own pages, and its plan has no passwords', async () => {
  await using folder = await temporaryFolder();
  const command = ['--command', 'npm start', '--in', SHOP, '--scenario', join(SHOP, 'pages.yaml')];
  const load = ['--duration', '4s', '--seed', 'shop', '--reports', folder.path];
  const { code, stderr } = await holdfast(['run', ...command, ...load]);
  const ran = await onlyRun(folder.path);
  const [result] = resultsSchema.parse(
    JSON.parse(await readFile(join(ran, 'results.json'), 'utf8')),
  ).experiments;
  assert.ok(result, stderr);
  assert.deepEqual(found(result), []);
  assert.equal(code, 0, JSON.stringify(result.problems));
  for (const kind of ['lost-session', 'lost-write', 'resurrection', 'cross-session-read', 'fixation'])
    assert.ok((result.checkers.find(({ checker }) => checker === kind)?.tested ?? 0) > 0, kind);
  assert.doesNotMatch(await readFile(join(ran, 'plan.json'), 'utf8'), /secret of user/);
  await nothingLeft();
});

test('the pages may stand in a config, and the users in the rows of --data: each client is one of them', async () => {
  await using folder = await temporaryFolder();
  const rows = Array.from({ length: 10 }, (_, row) => `buyer${row},secret of buyer${row},tea no. ${row}`);
  await writeFile(join(folder.path, 'rows.csv'), `name,password,item\n${rows.join('\n')}\n`);
  const reports = join(folder.path, 'reports');
  const form = { _csrf: '{token}' };
  const scenario = {
    token: 'name="_csrf" value="(\\w+)"',
    signedOut: '/login',
    login: {
      page: '/login',
      post: '/login',
      form: { username: '{name}', password: '{password}', ...form },
      done: '/',
    },
    account: { page: '/', shows: 'Hello, <b>(\\w+)' },
    add: { post: '/cart', form: { item: '{item}', ...form }, done: '/cart' },
    cart: { page: '/cart', shows: '(\\d+) things' },
    logout: { post: '/logout', form, done: '/login' },
  };
  const config = join(folder.path, 'holdfast.config.json');
  const run = { duration: '4s', seed: 'shop' };
  await writeFile(config, JSON.stringify({ command: 'npm start', in: SHOP, scenario, reports, run }));
  const { code, stderr } = await holdfast([
    'run',
    '--config',
    config,
    '--data',
    join(folder.path, 'rows.csv'),
  ]);
  assert.equal(code, 0, stderr);
  const ran = await onlyRun(reports);
  const history = await readFile(join(ran, 'history.ndjson'), 'utf8');
  for (let row = 0; row < 10; row++)
    assert.match(history, new RegExp(`"client":"c${row + 1}","key":"user","value":"buyer${row}"`));
  const plan = await readFile(join(ran, 'plan.json'), 'utf8');
  assert.match(plan, /"name": "buyer7"/);
  assert.doesNotMatch(plan, /secret of buyer|tea no\. 7/);
  await nothingLeft();
});
