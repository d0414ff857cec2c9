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

async function read(source: string, { clients = 2, csv = '' } = {}) {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'pages.yaml');
  await writeFile(file, source);
  if (csv !== '') await writeFile(join(folder.path, 'users.csv'), csv);
  return readScenario(file, clients);
}

test('of a scenario every client has a user of its own', async () => {
  const { pages } = readScenario(SHOP, 3);
  assert.deepEqual(
    pages.users.map(({ name, password }) => [name, password]),
    [1, 2, 3].map((n) => [`user${n}`, `secret of user${n}`]),
  );
  assert.deepEqual(pages.signedOut, ['/login']);
  assert.equal(pages.login.method, 'POST');
  const csv = 'name, password,town\nann,a,Ulm\nbob,b,Rom\n';
  const listed = await read(WHOLE.replace(/^users.*/, 'users: users.csv'), { csv });
  assert.deepEqual(listed.pages.users, [
    { name: 'ann', password: 'a', town: 'Ulm' },
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
