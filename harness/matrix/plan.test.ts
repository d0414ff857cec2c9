import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chaosMeshOf, FAULT_KINDS, isOfPods, takesOwnDisk } from '../model/faults.ts';
import { experimentSchema } from '../model/plan.ts';
import { kindIn, MATRIX_FAULTS, matrixCells, QUICK_FAULTS } from './plan.ts';

const cells = matrixCells({
  subjects: [
    { store: 'memory' },
    { store: 'redis' },
    { store: 'postgres', topology: 'standby', settings: { synchronous_commit: 'off' } },
  ],
  faults: MATRIX_FAULTS,
  seed: 7,
});

test('there is a cell for every subject and fault, each an experiment or the reason why not', () => {
  assert.equal(cells.length, 3 * MATRIX_FAULTS.length);
  for (const cell of cells)
    if ('experiment' in cell) experimentSchema.parse(cell.experiment);
    else assert.match(cell.impossible, /\w/);
  const of = (subject: string, fault: string) =>
    cells.find((cell) => cell.subject === subject && cell.fault === fault);
  assert.match(JSON.stringify(of('memory', 'server-crash')), /memory has none/);
  assert.match(JSON.stringify(of('redis', 'server-failover')), /one server by itself/);
  assert.ok('experiment' in (of('postgres@standby+synchronous_commit=off', 'server-failover(kill)') ?? {}));
  assert.ok('experiment' in (of('postgres@standby+synchronous_commit=off', 'wire-down') ?? {}));
});

test('every fault has a column, and what is quick is among them', () => {
  assert.deepEqual(
    new Set(MATRIX_FAULTS.map(kindIn)),
    new Set(
      FAULT_KINDS.filter((kind) => !takesOwnDisk(kind) && !isOfPods(kind) && chaosMeshOf(kind) === undefined),
    ),
  );
  for (const fault of QUICK_FAULTS) assert.ok(MATRIX_FAULTS.includes(fault), fault);
});
