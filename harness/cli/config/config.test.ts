import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, test } from 'node:test';
import { createProgram } from '../program.ts';
import { configText } from '../init/text.ts';
import { flagTypes } from './flag-types.ts';
import { HoldfastError, EXIT } from '../../errors.ts';
import { readScenario, type InConfig } from '../pages/read.ts';
import { applyConfig } from './apply.ts';
import { findConfig } from './load.ts';

const folder = await mkdtemp(join(tmpdir(), 'holdfast-config-'));
after(() => rm(folder, { recursive: true, force: true }));
let count = 0;

/** What the options of a command are by a config of that text, some flags, and the name of an experiment. */
async function applied(text: string, { as = 'ts', words = ['run'] }: { as?: string; words?: string[] } = {}) {
  const file = join(folder, `config-${count++}.${as}`);
  await writeFile(file, text);
  const config = await findConfig(file);
  assert.ok(config);
  const program = createProgram();
  const command = program.commands.find((each) => each.name() === words[0]);
  assert.ok(command);
  const { operands } = command.parseOptions(words.slice(1));
  applyConfig(config, command, words[0] === 'run' ? operands[0] : undefined);
  return command.opts<Record<string, unknown>>();
}

/** What a config is refused with: a usage error, and its message with FILE for the file. */
async function refused(text: string, options?: { as?: string; words?: string[] }): Promise<string> {
  const error: unknown = await applied(text, options).then(
    () => assert.fail('taken'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof HoldfastError, String(error));
  assert.equal(error.exitCode, EXIT.usage);
  return error.message.replaceAll(/\S*config-\d+\.\w+/g, 'FILE');
}

const typed = (fields: string) =>
  `import { defineConfig } from 'holdfast';\n\nexport default defineConfig(${fields});\n`;

test('a flag is nearer than the experiment, that than the command, and that than what all share', async () => {
  const text = typed(`{
    store: 'redis', reports: 'shared',
    run: { clients: 5, rate: 50, duration: '3s' },
    experiments: { busy: { clients: 6, rate: 60 } },
  }`);
  const { store, clients, rate, duration, workload } = await applied(text, {
    words: ['run', 'busy', '--clients', '7'],
  });
  assert.deepEqual(
    { store, clients, rate, duration, workload },
    { store: 'redis', clients: 7, rate: 60, duration: '3s', workload: 'register' },
  );
  assert.equal((await applied(text))['clients'], 5);
});

test('who is tested is said by the nearest place that says it at all', async () => {
  const text = typed(`{ store: 'redis', experiments: { own: { subject: './mine.ts' } } }`);
  const { store, subject } = await applied(text, { words: ['run', 'own'] });
  assert.deepEqual([store, subject], [undefined, relative(process.cwd(), join(folder, 'mine.ts'))]);
  const flags = await applied(text, { words: ['run', '--target', 'http://127.0.0.1:1'] });
  assert.deepEqual([flags['store'], flags['target']], [undefined, ['http://127.0.0.1:1']]);
});

test('versions of packages are said of a store, and go with it', async () => {
  const text = typed(`{
    store: 'redis', package: 'connect-redis@7.1.1',
    experiments: { busy: { rate: 60 }, other: { store: 'mongo' }, older: { package: ['connect-redis@6.1.3'] } },
  }`);
  const packagesOf = async (...words: string[]) => (await applied(text, { words }))['package'];
  assert.deepEqual(await packagesOf('run', 'busy'), ['connect-redis@7.1.1']);
  assert.deepEqual(await packagesOf('suite'), ['connect-redis@7.1.1']);
  assert.deepEqual(await packagesOf('run', 'older'), ['connect-redis@6.1.3']);
  assert.equal(await packagesOf('run', 'other'), undefined);
  assert.equal(await packagesOf('run', 'busy', '--subject', 'mine.ts'), undefined);
});

test('values are what the flags would have made of them', async () => {
  const { bytes, unserved, faults, trustProxy, resave } = await applied(
    typed(`{ run: {
      bytes: '1KB', unserved: '2%', faults: ['app-restart@1s', 'app-crash@2s'], trustProxy: 1, resave: true,
    } }`),
  );
  assert.deepEqual(
    { bytes, unserved, faults, trustProxy, resave },
    { bytes: 1000, unserved: 0.02, faults: 'app-restart@1s,app-crash@2s', trustProxy: '1', resave: true },
  );
});

const policy = async (text: string) =>
  (await applied(`{ "gate": { "policy": "${text}" } }`, { as: 'json', words: ['gate', 'x'] }))['policy'];

test('a scenario is written into a config as into a file, for all that is run by it', async () => {
  const shop = `{
    users: { name: 'user{n}' }, signedOut: ['/login', 401],
    login: { post: '/login', form: { user: '{name}' }, done: 200 },
    account: { page: '/', shows: '(\\\\w+)' },
  }`;
  const { scenario } = await applied(typed(`{ experiments: { shop: { scenario: ${shop} } } }`), {
    words: ['run', 'shop'],
  });
  const { pages } = readScenario(scenario as InConfig, { clients: 2 });
  assert.deepEqual(pages.users, [{ name: 'user1' }, { name: 'user2' }]);
  assert.deepEqual([pages.login.method, pages.account.shows], ['POST', String.raw`(\w+)`]);
  assert.equal((scenario as InConfig).experiment, 'shop');
});

test('a gate has its policy from there: a name as it stands, a file from the folder of the config', async () => {
  assert.equal(await policy('as-promised'), 'as-promised');
  assert.equal(await policy('./policy.json'), relative(process.cwd(), join(folder, 'policy.json')));
});

/** What is wrong in a config, in TypeScript with line and column, and what must be said. */
const WRONG: readonly (readonly [text: string, said: RegExp])[] = [
  [typed(`{\n  stroe: 'redis' }`), /^FILE:4:3: stroe: no field is called "stroe"\. Did you mean "store"\?/],
  [
    typed(`{ experiments: {\n  busy: { worklod: 'cart' } } }`),
    /^FILE:4:11: experiments\.busy\.worklod: .*Did you mean "workload"\?/,
  ],
  [typed(`{\n\n store: 'reddis' }`), /^FILE:5:2: store: no store .*Did you mean "redis"\?/],
  [
    typed(`{ run: { workload: 'registr' } }`),
    /^FILE:3:38: run\.workload: no workload .*Did you mean "register"\?/,
  ],
  [typed(`{ run: { faults: 'app-crush@1s' } }`), /run\.faults: .*Did you mean "app-crash"\?/],
  [typed(`{ run: { duration: 'soon' } }`), /run\.duration: .*"soon" is not a duration/],
  [typed(`{ run: { instances: 99 } }`), /run\.instances: 99: Expected a whole number from 1 to 16/],
  [typed(`{ run: { instances: 'two' as never } }`), /run\.instances: expected a number, found "two"/],
  [typed(`{ run: { resave: 1 as never } }`), /run\.resave: expected true or false, found 1/],
  [typed(`{ run: null as never }`), /^FILE:3:31: run: expected fields in braces, found null/],
  [typed(`{ suite: { clients: 3 } }`), /suite\.clients: no field is called "clients"/],
  [typed(`{ store: 'redis', target: 'x' }`), /^FILE:3:47: target: store and target are both given/],
  [
    typed(`{ scenario: {\n  signedOut: 401,\n  logn: {} } as never }`),
    /^FILE:5:3: scenario\.logn: no field .*Did you mean "login"\?/,
  ],
  [
    typed(`{ experiments: { shop: { scenario: {
  signedOut: 401, account: { page: '/', shows: '(.)' },
  login: { post: '/login', dune: 200 } } as never } } }`),
    /^FILE:5:28: experiments\.shop\.scenario\.login\.dune: .*Did you mean "done"\?/,
  ],
  [
    typed(`{ package: 'connect-redis' }`),
    /^FILE:3:31: package: "connect-redis" is no package with its version/,
  ],
  [typed(`{ run: { faults: [] } }`), /run\.faults: it is empty/],
  [typed(`{ store: () => 'redis' }`), /^FILE:3:16: a config is values alone/],
  [
    `const run = {\n  clents: 3,\n};\nexport default { run } satisfies object;`,
    /^FILE:2:3: run\.clents: .*Did you mean "clients"\?/,
  ],
  [`const run = { ...{ clents: 3 } };\nexport default { run };`, /^FILE:2:18: run\.clents: no field/],
  ['export const config = {};', /^FILE has no default export$/],
  ['export default [];', /^FILE:1:16: its default export is no object/],
  ["\nthrow new Error('no\\nway');", /^FILE:2:7 could not be loaded: no$/],
  ['throw undefined;', /^FILE could not be loaded: undefined$/],
  ["import './nowhere.ts';\nexport default {};", /^FILE could not be loaded: Cannot find module/],
  [`export default {;`, /^FILE:1:17 could not be loaded: /],
];

for (const [text, said] of WRONG)
  test(`one message for ${JSON.stringify(text)}`, async () => {
    const message = await refused(text);
    assert.match(message, said);
    assert.doesNotMatch(message, /\n/);
  });

test('JSON is told with line and column too', async () => {
  assert.match(
    await refused('{\n  "run": {\n    "clents": 3\n  }\n}', { as: 'json' }),
    /^FILE:3:5: run\.clents: no field is called "clents"\. Did you mean "clients"\?/,
  );
  assert.match(await refused('{\n  "run": ,\n}', { as: 'json' }), /^FILE:2:10 is not JSON: Unexpected token/);
  assert.match(await refused('{ "__proto__": 1 }', { as: 'json' }), /no field is called "__proto__"/);
});

test('an experiment that the config does not have is told with the nearest', async () => {
  const text = typed(`{ experiments: { restarts: {} } }`);
  assert.match(await refused(text, { words: ['run', 'restart'] }), /FILE: no experiment .*"restarts"\?/);
  assert.match(
    await refused(typed('{}'), { words: ['run', 'x'] }),
    /no experiment is called "x": it has none/,
  );
});

test('the types of a config are those of the flags', async () => {
  const prettier = await import('prettier');
  const file = new URL('./flags.ts', import.meta.url);
  const options = await prettier.resolveConfig(file);
  const current = await prettier.format(flagTypes(createProgram()), { ...options, parser: 'typescript' });
  assert.equal(await readFile(file, 'utf8'), current, 'flags.ts is not current: npm run docs:help');
});

test('what init writes is a config, for a store, a module and an app', async () => {
  const usual = { because: 'By it', faults: true, policy: 'as-promised' };
  const texts = [{ store: 'redis' }, { subject: "./it's.ts" }, { target: 'http://127.0.0.1:3000' }].map(
    (subject) => configText({ ...usual, subject }),
  );
  const [ofStore = '', ofModule = '', ofApp = ''] = texts;
  const { store, faults } = await applied(ofStore, { words: ['run', 'faults'] });
  assert.deepEqual([store, faults], ['redis', 'app-restart@3s,app-crash@6s,server-restart@9s']);
  assert.match(String((await applied(ofModule))['subject']), /it's\.ts$/);
  assert.deepEqual((await applied(ofApp))['target'], ['http://127.0.0.1:3000']);
  assert.equal((await applied(ofStore, { words: ['gate', 'x'] }))['policy'], 'as-promised');
});
