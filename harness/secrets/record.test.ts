import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draft } from '../plan/draft.ts';
import { makePlan } from '../plan/make.ts';
import type { OwnServer } from '../model/own.ts';
import { planSchema, type Plan } from '../model/plan.ts';
import { digestOf } from './digest.ts';
import { recordOf } from './record.ts';
import { secretsOf } from './secrets-of.ts';

const PLANTED = [
  's3cret-of-cookies',
  'p4ssword-in-env',
  'p4ssword-in-args',
  'p4ssword-after-equals',
  'p4ssword-in-url',
];
const [ofCookies = '', inEnv = '', inArgs = '', afterEquals = '', inUrl = ''] = PLANTED;
const server: OwnServer = {
  command: 'redis-server',
  args: [
    '--port',
    '{port}',
    '--requirepass',
    inArgs,
    `--auth-token=${afterEquals}`,
    '--dir={folder}',
    'positional',
  ],
  env: { PASSWORD: inEnv, FOLDER: '{folder}' },
  url: `redis://me:${inUrl}@127.0.0.1:{port}/0`,
};
const load = { workload: 'register', clients: 1, rate: 1, durationMs: 1000 } as const;
const { subject, ...rest } = draft({
  title: '',
  subject: { store: 'mine.ts', secrets: [ofCookies], own: { name: 'mine', promises: [], server } },
  load,
});
const plan: Plan = makePlan({
  kind: 'run',
  command: 'holdfast run',
  seed: '1',
  platform: 'process',
  now: new Date(),
  experiments: [{ id: 'mine.ts/register', seed: 1, subject, ...rest }],
  claims: [],
  tools: new Map(),
  missing: new Map(),
});

test('a plan as it is written holds no secret, and is a plan', () => {
  const recorded = JSON.stringify(recordOf(plan));
  for (const secret of PLANTED) assert.ok(!recorded.includes(secret), secret);
  const parsed = planSchema.parse(JSON.parse(recorded)).experiments[0]?.subject;
  assert.deepEqual(parsed?.secrets, [digestOf(ofCookies)]);
  assert.deepEqual(parsed?.own?.server?.args, [
    '--port',
    '{port}',
    '--requirepass',
    digestOf(inArgs),
    `--auth-token=${digestOf(afterEquals)}`,
    '--dir={folder}',
    digestOf('positional'),
  ]);
  assert.match(
    parsed?.own?.server?.url ?? '',
    /^redis:\/\/scrypt:[\w-]+@127\.0\.0\.1:\{port\}\/scrypt:[\w-]+$/,
  );
});

test('what is looked for in what a subject prints: its secrets, passwords, and variables passed on', () => {
  const passedOn = { ...subject, env: [{ name: 'TOKEN', digest: '' }] };
  const secrets = secretsOf(passedOn, { TOKEN: 't0ken', OTHER: 'of nobody' });
  for (const secret of [...PLANTED, 't0ken']) assert.ok(secrets.includes(secret), secret);
  for (const word of ['of nobody', '{folder}', '{port}', '--dir']) assert.ok(!secrets.includes(word), word);
});

test('passwords that one letter announces, that a parameter of an address is, and as JSON and addresses write them', () => {
  const own = {
    ...subject.own,
    server: {
      ...server,
      args: ['-a', 'after a letter', '-c', 'a configuration'],
      url: 'mine://127.0.0.1:{port}/?apiToken=in%20query&db=mine-alone',
    },
  } as Plan['experiments'][number]['subject']['own'];
  const quoted = 'say "friend" & enter\n';
  const secrets = secretsOf({ ...subject, secrets: [quoted], own });
  for (const secret of [
    'after a letter',
    'in query',
    quoted,
    String.raw`say \"friend\" & enter\n`,
    'say%20%22friend%22%20%26%20enter%0A',
  ])
    assert.ok(secrets.includes(secret), secret);
  for (const word of ['a configuration', 'mine-alone']) assert.ok(!secrets.includes(word), word);
});
