import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { CLAIMS } from './catalogue.ts';
import { testClaim } from './claim.ts';
import { made } from './testing.ts';

const HERE = import.meta.dirname;

test('a claim of which one experiment is spoiled is unknown, whatever the others show', () => {
  for (const claim of CLAIMS)
    for (const spoiled of Object.keys(claim.experiments)) {
      const experiments = Object.keys(claim.experiments).map((name) =>
        made(claim.store, name, name === spoiled ? { problems: ['app-1 ended by itself'] } : {}),
      );
      const result = testClaim(claim, experiments);
      assert.equal(result.verdict, 'unknown', `${claim.id} on ${claim.store}`);
      assert.match(result.reason ?? '', /app-1 ended by itself/);
    }
});

test('every claim has a test beside it that tells its verdicts apart', async () => {
  const catalogue = await readFile(join(HERE, 'catalogue.ts'), 'utf8');
  const claims = [...catalogue.matchAll(/from '\.\/([\w-]+)\.ts'/g)].map(([, name]) => name);
  const files = await readdir(HERE);
  const untested = claims.filter((name) => name !== 'claim' && !files.includes(`${name}.test.ts`));
  assert.deepEqual(untested, []);
});

test('a claim is made once of each store', () => {
  const made = CLAIMS.map(({ id, store, text }) => `${id} ${store} ${text}`);
  assert.equal(new Set(made).size, made.length);
});
