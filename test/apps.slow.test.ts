import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { AnomalyKind } from '../harness/checker/catalogue.ts';
import { resultsSchema } from '../harness/model/results.ts';
import { appNames, installed } from './apps.ts';
import { found } from './experiment.ts';
import { holdfast, nothingLeft, onlyRun } from './holdfast.ts';

/** What docs/APPS.md says was found: the kinds of anomalies, or what is said of an app that is not run at all. */
const FOUND: Readonly<Record<string, readonly AnomalyKind[] | RegExp>> = {
  adminjs: ['fixation'],
  'cookie-session': ['resurrection'],
  'double-submit': ['fixation'],
  'express-admin': [],
  'fastify-session': [],
  'hono-iron': ['resurrection'],
  'koa-session': ['fixation'],
  nest: [],
  'parse-dashboard': [],
  portal: ['lost-session'],
  shop: [],
  todos: [],
  ungit: /logout: GET \/api\/logout was not answered .* it answered 500: .*req#logout requires a callback/,
};

describe('what is found in apps as they are', () => {
  test('docs/APPS.md has been tried for each of them', async () =>
    assert.deepEqual((await appNames()).toSorted(), Object.keys(FOUND).toSorted()));

  for (const [name, expected] of Object.entries(FOUND))
    test(`${name}: ${expected instanceof RegExp ? 'its logout fails' : expected.join(', ') || 'nothing'}`, async () => {
      await using app = await installed(name);
      const reports = join(app.path, 'reports');
      const flags = ['--config', join(app.path, 'holdfast.config.json'), '--reports', reports];
      const { code, stderr } = await holdfast(['run', ...flags, '--duration', '6s', '--seed', 'apps']);
      await nothingLeft();
      if (expected instanceof RegExp) {
        assert.match(stderr, expected);
        assert.equal(code, 64);
        return;
      }
      const results = await readFile(join(await onlyRun(reports), 'results.json'), 'utf8');
      const [result] = resultsSchema.parse(JSON.parse(results)).experiments;
      assert.ok(result, stderr);
      assert.deepEqual(found(result), expected, JSON.stringify(result.problems));
      assert.equal(code, expected.length === 0 ? 0 : 1, JSON.stringify(result.problems));
    });
});
