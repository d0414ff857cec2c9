import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { EXIT, HoldfastError } from '../../errors.ts';
import { temporaryFolder } from '../../../test/holdfast.ts';
import { readScenario } from './read.ts';

const SHOP = fileURLToPath(new URL('../../../test/apps/shop/pages.yaml', import.meta.url));
const WHOLE = `users: { name: 'user{n}', password: 'secret' }
signedOut: /login
login:
  post: /login
  form: { username: '{name}', password: '{password}' }
  done: /
account: { page: /, shows: 'Hello, (\\w+)' }
`;

async function read(source: string, { clients = 2, csv = '', json = '' } = {}) {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'pages.yaml');
  await writeFile(file, source);
  if (csv !== '') await writeFile(join(folder.path, 'users.csv'), csv);
  const data = json === '' ? undefined : join(folder.path, 'rows.json');
  if (data !== undefined) await writeFile(data, json);
  return readScenario(file, { clients, data });
}

test('of a scenario every client has a user of its own', async () => {
  const { pages } = readScenario(SHOP, { clients: 3 });
  assert.deepEqual(
    pages.users.map(({ name, password }) => [name, password]),
    [1, 2, 3].map((n) => [`user${n}`, `secret of user${n}`]),
  );
  assert.deepEqual(pages.signedOut, ['/login']);
  assert.equal(pages.login.method, 'POST');
  const csv = 'name, password,town\nann,a,"Ulm, ""old"" town"\nbob,b,Rom\n';
  const listed = await read(WHOLE.replace(/^users.*/, 'users: users.csv'), { csv });
  assert.deepEqual(listed.pages.users, [
    { name: 'ann', password: 'a', town: 'Ulm, "old" town' },
    { name: 'bob', password: 'b', town: 'Rom' },
  ]);
});

for (const [what, change, expected] of [
  [
    'a mistyped field',
    ['account:', 'acount:'],
    /pages\.yaml:7:1: acount: no field .* Did you mean "account"/,
  ],
  ['a mistyped field of an action', ['  done:', '  don:'], /:6:3: login\.don: .* Did you mean "done"/],
  ['a field that is missing', ['account:', '#'], /account is missing/],
  ['a pattern without a group', ['(\\w+)', '\\w+'], /account\.shows: expected one group/],
  ['a pattern that is none', ['(\\w+)', '(\\w+'], /account\.shows: it is no regular expression/],
  ['no method', ['  post: /login\n', ''], /login: expected one of get, post/],
  ['a path that is none', ['post: /login', 'post: login'], /login\.post: expected a path/],
  ['an unknown placeholder', ['{password}', '{pasword}'], /form\.password: .* Did you mean "password"/],
  ['a token without a pattern', ['{password}', '{token}'], /\{token\} needs a pattern/],
  [
    'a login that looks like a refusal',
    ['  done: /', '  done: /login'],
    /a login that failed looks like one/,
  ],
  ['users that are one', ['user{n}', 'ann'], /two are called "ann": have \{n\}/],
  [
    'an add without a cart',
    ['account:', 'add: { post: /cart, done: 200 }\naccount:'],
    /add and cart go together/,
  ],
  ['what is no YAML', ['login:', 'login: ]'], /pages\.yaml:3:8: /],
] as const)
  test(`of ${what} a scenario says where, and what is known`, async () => {
    const source = WHOLE.replace(change[0], change[1]);
    assert.notEqual(source, WHOLE);
    const error = await read(source).then(
      () => assert.fail('it was read'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof HoldfastError, String(error));
    assert.equal(error.exitCode, EXIT.usage);
    assert.match(error.message, expected);
  });

test('too few users name how many clients they are enough for', async () => {
  await assert.rejects(
    read(WHOLE.replace(/^users.*/, 'users: [{ name: ann }]')),
    /there are 1, .*--clients 1/,
  );
});

const ROWS = JSON.stringify([
  { town: 'Ulm', zip: 89_073 },
  { town: 'Rom', zip: 100 },
]);
const OF_TOWN = WHOLE.replace('post: /login', 'post: /login/{town}');

test('each client has a row of --data, whose columns stand beside the fields of its user', async () => {
  const { pages } = await read(OF_TOWN, { json: ROWS });
  assert.deepEqual(pages.users, [
    { name: 'user1', password: 'secret', town: 'Ulm', zip: '89073' },
    { name: 'user2', password: 'secret', town: 'Rom', zip: '100' },
  ]);
  const alone = WHOLE.replace(/^users.*\n/, '');
  const json = JSON.stringify([{ name: 'ann', password: 'a' }]);
  assert.deepEqual((await read(alone, { clients: 1, json })).pages.users, [{ name: 'ann', password: 'a' }]);
});

for (const [what, source, options, expected] of [
  [
    'fewer rows than clients',
    OF_TOWN,
    { clients: 3, json: ROWS },
    /has 2 rows, and each of 3 clients needs one that/,
  ],
  [
    'a column of the users',
    OF_TOWN,
    { json: ROWS.replaceAll('zip', 'name') },
    /column "name", which users of the/,
  ],
  [
    'a column that stands for something else',
    OF_TOWN,
    { json: ROWS.replaceAll('zip', 'n') },
    /column "n", and \{n\} stands/,
  ],
  ['what is no list', OF_TOWN, { json: '{}' }, /rows\.json: expected a list of objects/],
  ['a value that is none', OF_TOWN, { json: '[{ "town": null }]' }, /row 1, town: expected a list/],
  ['no rows', OF_TOWN, { json: '[]' }, /has no rows/],
  ['what is not JSON', OF_TOWN, { json: '[' }, /is not JSON/],
  ['no column for a placeholder', OF_TOWN, {}, /:4:3: login\.post: .*called "town"/],
  [
    'neither users nor data',
    WHOLE.replace(/^users.*\n/, ''),
    {},
    /users: it is missing, and there is no --data/,
  ],
  [
    'a row that is too short',
    WHOLE.replace(/^users.*/, 'users: users.csv'),
    { csv: 'name,password\nann\n' },
    /row 1 has 1 fields, and its first line names 2/,
  ],
] as const)
  test(`of ${what} one message says so`, async () => {
    const error = await read(source, options).then(
      () => assert.fail('it was read'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof HoldfastError, String(error));
    assert.equal(error.exitCode, EXIT.usage);
    assert.match(error.message, expected);
  });
