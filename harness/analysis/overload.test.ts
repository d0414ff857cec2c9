import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adviceIn, overload } from './overload.ts';
import { experiment } from '../report/testing/experiments.ts';

const over = (id: string, served: number) => ({
  ...experiment('redis'),
  id,
  advice: [overload(served, 400)],
});

test('a run that was offered too much says how much was served, and which flag to lower', () => {
  const [advice, ...others] = adviceIn([over('redis/register', 79)], 'holdfast run --store redis');
  assert.equal(advice, 'the app served 79/s of 400 offered; lower --rate');
  assert.deepEqual(others, []);
});

test('several are told in one line, and a command without a rate names no flag', () => {
  const experiments = ['a', 'b', 'c', 'd', 'e'].map((id, index) => over(id, 70 + index));
  assert.deepEqual(adviceIn(experiments, 'holdfast prove'), [
    '5 experiments were offered more than was served (a 70/s of 400, b 71/s of 400, c 72/s of 400, 2 more); a machine with less to do serves more',
  ]);
});

test('what results of before say is understood, and other advice is told once', () => {
  const old = { ...over('a', 1), advice: ['the app served 79/s of 400 offered; lower --rate', 'x'] };
  assert.deepEqual(adviceIn([old, { ...old, id: 'b', advice: ['x'] }], 'holdfast run'), [
    'the app served 79/s of 400 offered in a; lower --rate',
    'x',
  ]);
});
