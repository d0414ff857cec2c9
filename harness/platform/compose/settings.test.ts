import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draft } from '../../plan/draft.ts';
import { assertSettings } from './settings.ts';
import { environmentOf } from './subject.ts';

const load = { workload: 'register', clients: 1, rate: 1, durationMs: 1000 } as const;
const { subject } = draft({ title: '', subject: { store: 'redis', saveMode: 'awaited' }, load });
const wanted = environmentOf(subject, 'a token');

/** What docker-compose.yml makes of these variables, and then the user's own files of it. */
const container = (changes: Record<string, string>) => {
  const { HOLDFAST_NODE_ENV: NODE_ENV, ...rest } = wanted;
  const env: Record<string, string | undefined> = { ...rest, NODE_ENV, ...changes };
  return {
    Config: {
      Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
      Image: 'image',
      Labels: { 'com.docker.compose.service': 'app-redis-1' },
    },
  };
};

test("a setting of the user's compose files that contradicts the plan ends the run before it is judged by it", () => {
  assertSettings(container({}), wanted);
  assert.throws(
    () => assertSettings(container({ HOLDFAST_TTL_MS: '1000', NODE_ENV: 'test' }), wanted),
    /give app-redis-1 HOLDFAST_TTL_MS=1000 in place of 600000, NODE_ENV=test in place of/,
  );
  assert.throws(() => assertSettings(container({ HOLDFAST_COOKIE_AGE_MS: '5' }), wanted), /in place of none/);
  assert.throws(
    () => assertSettings(container({ HOLDFAST_CONTROL_TOKEN: 'theirs' }), wanted),
    (error: Error) => !error.message.includes('theirs'),
  );
});

test("what no verdict hangs on is the user's to set: options of Node, the secret, a variable of their own", () => {
  assertSettings(
    container({ NODE_OPTIONS: '--max-old-space-size=90', HOLDFAST_SECRET: 's', A: 'b=c' }),
    wanted,
  );
});
