import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Results } from '../model/results.ts';
import { badgeOf, promisesIn } from './badge.ts';

type Experiments = Pick<Results, 'experiments'>['experiments'];
const withPromises = (...each: [id: string, verdict: string][][]) =>
  each.map((promises) => ({
    promises: promises.map(([id, verdict]) => ({ id, verdict, source: '' })),
  })) as unknown as Experiments;

test('a promise that one experiment saw broken is not kept, however many saw it kept', () => {
  const experiments = withPromises(
    [
      ['survives-app-restart', 'pass'],
      ['expires-on-time', 'pass'],
    ],
    [['survives-app-restart', 'fail']],
    [['shared', 'unknown']],
  );
  assert.deepEqual(promisesIn({ experiments }), {
    kept: ['expires-on-time'],
    broken: ['survives-app-restart'],
  });
  assert.equal(
    badgeOf({ experiments, verdict: 'fail' }),
    '![Holdfast: 1 of 2 promises broken](https://img.shields.io/badge/Holdfast-1%20of%202%20promises%20broken-red)\n',
  );
});

test('a badge is green for a pass alone', () => {
  assert.match(badgeOf({ experiments: [], verdict: 'pass' }), /-pass-brightgreen\)/);
  assert.match(badgeOf({ experiments: [], verdict: 'unknown' }), /-unknown-lightgrey\)/);
});
