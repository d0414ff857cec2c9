import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { lookAt } from '../harness/platform/target/about.ts';
import { startExample } from './frameworks.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Those on Redis are in the long tests. */
const EXAMPLES = {
  'fastify-session': { ttlMs: 60_000, rolling: true },
  'fastify-secure-session': { ttlMs: 60_000, rolling: false },
  'koa-session': { ttlMs: 60_000, rolling: false },
  'iron-session': { ttlMs: 3_600_000, rolling: false },
  'client-sessions': { ttlMs: null, rolling: false },
  'nest-express': { ttlMs: 60_000, rolling: false, saveMode: 'implicit' },
  'nest-fastify': { ttlMs: 60_000, rolling: true },
  'hono-iron-session': { ttlMs: 3_600_000, rolling: false },
} as const;

describe('the examples of frameworks', { concurrency: 2 }, () => {
  for (const [name, expected] of Object.entries(EXAMPLES))
    test(`${name} is looked at as it is, and its own page left alone`, async () => {
      await using app = await startExample(name);
      const seen = await lookAt(app.url, { signal: AbortSignal.timeout(600_000), asProxy: false });
      const { ttlMs, rolling, saveMode, refused } = seen;
      const usual = { saveMode: 'awaited', refused: undefined };
      assert.deepEqual({ ttlMs, rolling, saveMode, refused }, { ...usual, ...expected });
      assert.equal(await (await fetch(app.url)).text(), 'an app like any other');
    });
});

test('docs/FRAMEWORKS.md shows its examples as they are, and names them all', async () => {
  const guide = await readFile(`${ROOT}docs/FRAMEWORKS.md`, 'utf8');
  for (const file of await readdir(`${ROOT}examples/frameworks`)) assert.ok(guide.includes(file), file);
  for (const file of ['fastify-session', 'koa-session', 'iron-session', 'hono-iron-session']) {
    const code = await readFile(`${ROOT}examples/frameworks/${file}.mjs`, 'utf8');
    assert.ok(guide.includes(`\`\`\`js\n${code}\`\`\`\n`), file);
  }
});
