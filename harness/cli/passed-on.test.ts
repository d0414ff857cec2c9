import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passedOnName } from './passed-on.ts';

test('a variable of the environment is passed on by its name, an empty one too', () => {
  process.env['PASSED_ON_BY_A_TEST'] = '';
  assert.equal(passedOnName('PASSED_ON_BY_A_TEST'), 'PASSED_ON_BY_A_TEST');
});

for (const name of ['NO_SUCH_VARIABLE', '__proto__', 'constructor', 'toString', ''])
  test(`${name || 'an empty name'} is no variable`, () =>
    assert.throws(() => passedOnName(name), /There is no variable of that name/));

for (const name of ['HOLDFAST_HOST', 'HOLDFAST_STORE', 'NODE_ENV'])
  test(`${name} is the plan's to set`, () => assert.throws(() => passedOnName(name), /The plan alone sets/));
