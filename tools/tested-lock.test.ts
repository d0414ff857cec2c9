import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testedLock } from './tested-lock.ts';

const LOCK = {
  lockfileVersion: 3,
  packages: {
    '': { dependencies: { a: '1.0.0' }, devDependencies: { b: '2.0.0', tool: '9.0.0' } },
    'node_modules/a': { version: '1.0.0', dependencies: { shared: '^1.0.0' } },
    'node_modules/b': {
      version: '2.0.0',
      dev: true as const,
      dependencies: { shared: '^2.0.0' },
      optionalDependencies: { quick: '*', absent: '*' },
    },
    'node_modules/b/node_modules/shared': { version: '2.1.0', dev: true as const },
    'node_modules/quick': { version: '1.0.0', devOptional: true as const },
    'node_modules/shared': { version: '1.5.0' },
    'node_modules/tool': { version: '9.0.0', dev: true as const },
  },
};

test('what is asked for keeps its versions and places, and nothing else is left', () => {
  assert.deepEqual(testedLock(LOCK, ['a', 'b']), {
    lockfileVersion: 3,
    packages: {
      '': { dependencies: { a: '1.0.0', b: '2.0.0' } },
      'node_modules/a': { version: '1.0.0', dependencies: { shared: '^1.0.0' } },
      'node_modules/b': {
        version: '2.0.0',
        dependencies: { shared: '^2.0.0' },
        optionalDependencies: { quick: '*', absent: '*' },
      },
      'node_modules/b/node_modules/shared': { version: '2.1.0' },
      'node_modules/quick': { version: '1.0.0', optional: true },
      'node_modules/shared': { version: '1.5.0' },
    },
  });
});

test('a package that is not in the lock is no silence', () => {
  assert.throws(() => testedLock(LOCK, ['c']), /no c: run npm install/);
});
