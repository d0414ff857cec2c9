import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makePlan } from '../plan/make.ts';
import { proofExperiments } from '../plan/prove.ts';
import { planSchema, type Experiment } from './plan.ts';

const planOf = (experiments: readonly Experiment[]) =>
  makePlan({
    kind: 'prove',
    command: 'holdfast prove',
    seed: 'x',
    platform: 'process',
    now: new Date(0),
    experiments,
    claims: [],
    tools: new Map(),
    missing: new Map(),
  });

test('a plan as it is made can be read again, and one that has an experiment twice cannot', () => {
  const experiments = proofExperiments(['memory'], 1);
  assert.ok(planSchema.safeParse(planOf(experiments)).success);
  const twice = planSchema.safeParse(planOf([...experiments, ...experiments.slice(0, 1)]));
  assert.equal(twice.error?.issues[0]?.message, 'two experiments have the same id');
});
