import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { AnomalyKind } from '../harness/checker/catalogue.ts';
import { resultsSchema } from '../harness/model/results.ts';
import { startExample, startRedis } from './frameworks.ts';
import { holdfast, onlyRun, temporaryFolder } from './holdfast.ts';

/** A value in the cookie ends only with its own time: whoever has a copy goes on. */
const OF_COOKIES = { login: ['resurrection'], tabs: ['lost-update'] } as const;

/** What docs/FRAMEWORKS.md says was found, by workload; nothing in any other of these. */
const FOUND: Readonly<Record<string, Partial<Record<string, readonly AnomalyKind[]>>>> = {
  'fastify-session': { register: ['aborted-read'] },
  'fastify-session-redis': { tabs: ['lost-update'] },
  'fastify-secure-session': OF_COOKIES,
  'koa-session': OF_COOKIES,
  'koa-session-redis': { tabs: ['lost-update'] },
  // It refuses what JSON has no word for, which `cart` tries as well.
  'iron-session': { ...OF_COOKIES, cart: ['unserved'] },
  'client-sessions': OF_COOKIES,
  'nest-express': { tabs: ['lost-update'] },
  'nest-fastify': { register: ['aborted-read'] },
  'hono-iron-session': { ...OF_COOKIES, cart: ['unserved'] },
};
const WORKLOADS = ['register', 'login', 'tabs', 'cart'];

describe('what is found in the examples of frameworks', () => {
  for (const [name, found] of Object.entries(FOUND))
    test(`${name}: ${WORKLOADS.map((workload) => found[workload]?.join(', ') ?? 'nothing').join('; ')}`, async () => {
      await using redis = name.endsWith('redis') ? await startRedis() : undefined;
      await using app = await startExample(name, redis ? { REDIS_URL: redis.url } : {});
      await using folder = await temporaryFolder();
      const flags = ['--quick', '--workloads', WORKLOADS.join(','), '--reports', folder.path];
      const { stderr } = await holdfast(['suite', '--target', app.url, ...flags]);
      const file = join(await onlyRun(folder.path), 'results.json');
      const { experiments } = resultsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
      const seen = experiments.map(({ id, anomalyCounts }) => [
        id.split('/')[1],
        Object.entries(anomalyCounts).flatMap(([kind, count]) => (count > 0 ? [kind] : [])),
      ]);
      const expected = WORKLOADS.map((workload) => [workload, found[workload] ?? []]);
      assert.deepEqual(Object.fromEntries(seen), Object.fromEntries(expected), stderr);
    });
});
