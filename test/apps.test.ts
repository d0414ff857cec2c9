import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readScenario } from '../harness/cli/pages/read.ts';
import { APPS, appNames } from './apps.ts';

const MOST_LINES = 15;
const CLIENTS = 10;
const GUIDE = fileURLToPath(new URL('../docs/APPS.md', import.meta.url));

const written = (text: string) => text.split('\n').filter((line) => line.trim() !== '').length;

interface Lock {
  packages: Record<string, { version?: string; resolved?: string; dependencies?: Record<string, string> }>;
}

describe('each app under test/apps', { concurrency: 2 }, () => {
  test('there are twelve of them at least, and docs/APPS.md has a row for each', async () => {
    const names = await appNames();
    assert.ok(names.length >= 12, names.join(', '));
    const guide = await readFile(GUIDE, 'utf8');
    for (const name of names) assert.match(guide, new RegExp(`\\(\\.\\./test/apps/${name}\\)`));
  });

  test(`is told to Holdfast in ${MOST_LINES} lines at the most, which are read as they stand`, async () => {
    for (const name of await appNames()) {
      const pages = join(APPS, name, 'pages.yaml');
      const config = await readFile(join(APPS, name, 'holdfast.config.json'), 'utf8');
      const lines = written(await readFile(pages, 'utf8')) + written(config);
      assert.ok(lines <= MOST_LINES, `${name}: ${lines}`);
      const { command, run = {} } = JSON.parse(config) as { command: string; run?: { clients?: number } };
      assert.match(command, /npm start$/, name);
      readScenario(pages, { clients: run.clients ?? CLIENTS });
    }
  });

  test('has a lock that pins everything, names no registry, and is of its package.json; and nothing installed', async () => {
    for (const name of await appNames()) {
      const json = async <T>(file: string) => JSON.parse(await readFile(join(APPS, name, file), 'utf8')) as T;
      const { packages } = await json<Lock>('package-lock.json');
      const { dependencies } = await json<{ dependencies: Record<string, string> }>('package.json');
      const { '': root, ...others } = packages;
      assert.deepEqual(root?.dependencies, dependencies, name);
      for (const [place, { version, resolved }] of Object.entries(others)) {
        assert.match(version ?? '', /^\d+\.\d+\.\d+/, `${name}: ${place}`);
        assert.equal(resolved, undefined, `${name}: ${place}`);
      }
      for (const [dependency, version] of Object.entries(dependencies))
        assert.equal(packages[`node_modules/${dependency}`]?.version, version, `${name}: ${dependency}`);
      assert.ok(!(await readdir(join(APPS, name))).includes('reports'), name);
    }
  });
});
