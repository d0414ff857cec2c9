import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import { judgeHistory } from './judge-history.ts';

async function* bytes(lines: readonly object[]) {
  yield Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

const begun = (id: string) => [
  { experiment: id, epochMs: 0 },
  { end: id, at: 1 },
];

test('a history that ends between experiments says what was planned and is not there', async () => {
  const first = { history: 1, planned: ['a', 'b', 'c'] };
  const { unstarted, problems } = await judgeHistory(bytes([first, ...begun('a')]));
  assert.deepEqual(unstarted, ['b', 'c']);
  assert.match(problems.at(-1)?.message ?? '', /nothing was recorded of b, c: the run was ended before/);
});

test('nothing is missing of a history that has all that was planned, or that does not say', async () => {
  for (const first of [{ history: 1, planned: ['a', 'b'] }, { history: 1 }]) {
    const judged = await judgeHistory(bytes([first, ...begun('a'), ...begun('b')]));
    assert.deepEqual(judged.unstarted, []);
    assert.deepEqual(judged.problems, []);
    assert.equal(judged.recognized, true);
  }
});

test('a text of which no line is a history’s own is not taken for one', async () => {
  const { recognized } = await judgeHistory(bytes([{ name: 'holdfast' }, { version: '0.1.0' }]));
  assert.equal(recognized, false);
});
