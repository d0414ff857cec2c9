import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { STACK_STORES, STORE_NAMES, STORES } from '../../harness/stores/catalogue.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Drivers that stores load by themselves, and packages of images of their own. */
const LOADED_BY_OTHERS = ['mysql2', 'pg'];
const IN_OTHER_IMAGES = ['better-sqlite3', 'better-sqlite3-session-store', 'sqlite3'];
const onStack = new Set<string>(STACK_STORES.flatMap((store) => STORES[store].npm));
/** Of stores that are not on the stack. */
const elsewhere = STORE_NAMES.flatMap((store) => STORES[store].npm).filter((name) => !onStack.has(name));
const NOT_HERE = new Set<string>([...IN_OTHER_IMAGES, ...elsewhere]);

/** Packages that the files which the image holds import at run time. */
function imported(): string[] {
  const files = globSync('{app,exporter,protocol,servers}/**/*.ts', {
    cwd: ROOT,
    exclude: (name) => name.endsWith('.test.ts') || name.endsWith('testing.ts'),
  });
  const specifiers = files
    .filter((file) => !file.endsWith('.d.ts'))
    .map((file) => readFileSync(ROOT + file, 'utf8'))
    .flatMap((text) => [
      ...text.matchAll(/(?:^(?:import|export) (?!type )[^;]*?from |import\()'([^.'][^']*)'/gm),
    ])
    .map(([, specifier = '']) => specifier)
    .filter((specifier) => !specifier.startsWith('node:'));
  return [...new Set(specifiers.map((specifier) => specifier.replace(/^((?:@[^/]+\/)?[^/]+).*/, '$1')))];
}

/** The packages that the Dockerfile keeps for the app's own image. */
function kept(): string[] {
  return readFileSync(new URL('packages.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean);
}

test("the app's image has every package that the app and the exporter import, and no other", () => {
  const wanted = imported().filter((name) => !NOT_HERE.has(name));
  assert.deepEqual(kept().toSorted(), [...new Set([...wanted, ...LOADED_BY_OTHERS])].toSorted());
});
