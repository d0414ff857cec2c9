import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experiment } from '../testing/experiments.ts';
import { serviceTable } from './service.ts';

const served = { served: 100, refused: 0, failed: 0, unknown: 0 };
const away = { served: 2, refused: 1, failed: 40, unknown: 3 };
const both = { served: 102, refused: 1, failed: 40, unknown: 3 };
const phase = (name: 'before' | 'during', counts: typeof served, fromMs: number) => ({
  phase: name,
  faults: ['f1'],
  fromMs,
  toMs: fromMs + 500,
  ...counts,
  instances: [{ instance: 'app-1', ...counts }, counts],
});
const availability = {
  unservedAllowed: 0.01,
  recoverWithinMs: 30_000,
  total: both,
  outside: served,
  answers: { 500: 40 },
  instances: [{ instance: 'app-1', ...both }],
  phases: [phase('before', served, 0), phase('during', away, 500)],
  says: [],
};
const shown = (of: typeof availability) => {
  const table = serviceTable(experiment('redis', { availability: of }));
  return table === false ? '' : table.markup.replaceAll(/<[^>]*>|\s+/g, ' ').replaceAll(/ +/g, ' ');
};

test('who was served is told by phase, and by instance where several answered', () => {
  assert.match(shown(availability), /during f1 0\.500 1\.000 2 1 40 3/);
  assert.doesNotMatch(shown(availability), /app-1/);
  const two = [...availability.instances, { instance: 'app-2', ...served }];
  assert.match(shown({ ...availability, instances: two }), /app-1 .* answered by none/);
});

test('where all were served there is nothing to tell, nor in older results', () => {
  assert.equal(shown({ ...availability, total: served }), '');
  assert.equal(serviceTable(experiment('redis')), false);
});
