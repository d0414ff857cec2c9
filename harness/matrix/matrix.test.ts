import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparedRun } from '../compare/testing.ts';
import { experiment } from '../report/testing/experiments.ts';
import { cellWords } from './cell-words.ts';
import { MATRIX_FORMATS } from './formats.ts';
import { matrixOf, matrixVerdict, openIn, type MatrixRun } from './matrix.ts';
import { matrixCells } from './plan.ts';

const planned = matrixCells({
  subjects: [{ store: 'memory' }, { store: 'redis' }],
  faults: ['app-crash', 'server-crash'],
  seed: 1,
});
const run = (folder: string, ...experiments: ReturnType<typeof experiment>[]): MatrixRun => ({
  folder,
  results: comparedRun({ experiments }),
});
const passed = experiment('redis', { id: 'redis/server-crash', verdict: 'pass' });
const undecided = experiment('redis', {
  id: 'redis/server-crash',
  verdict: 'unknown',
  problems: ['the history of this experiment was cut off'],
});

test('a cell is judged, cannot be had, or was not run: none is blank', () => {
  const matrix = matrixOf(planned, [run('one', passed)]);
  const states = matrix.rows.map(({ cells }) => cells.map(({ state }) => state));
  assert.deepEqual(states, [
    ['not run', 'impossible'],
    ['not run', 'judged'],
  ]);
  for (const { cells } of matrix.rows) for (const cell of cells) assert.ok(cellWords(cell).length > 3);
  assert.equal(matrixVerdict(matrix), 'unknown');
});

const ids = (runs: readonly MatrixRun[]) =>
  openIn(planned, runs).map(({ subject, fault }) => `${subject}/${fault}`);

test('what is open is run again, and what another run could judge counts', () => {
  assert.deepEqual(ids([]), ['memory/app-crash', 'redis/app-crash', 'redis/server-crash']);
  assert.ok(ids([run('one', undecided)]).includes('redis/server-crash'));
  for (const runs of [
    [run('one', undecided), run('two', passed)],
    [run('two', passed), run('one', undecided)],
  ]) {
    assert.ok(!ids(runs).includes('redis/server-crash'));
    const cell = matrixOf(planned, runs).rows[1]?.cells[1];
    assert.ok(cell?.state === 'judged');
    assert.deepEqual(cell.evidence, { run: 'two', experiment: 0 });
  }
});

test('the page links every judged cell to its evidence, and says why another cannot be had', () => {
  const matrix = matrixOf(planned, [run('../one', passed)]);
  const [{ render } = { render: () => '' }] = MATRIX_FORMATS.files;
  const page = render({ matrix, command: 'holdfast matrix' });
  assert.match(page, /href="\.\.\/one\/report\.html#experiment-0"/);
  assert.match(page, /memory has none/);
  const text = MATRIX_FORMATS.terminal({ matrix, command: '' }, { color: false, columns: 100, folder: 'x' });
  assert.match(text, /redis/);
});
