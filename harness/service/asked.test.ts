import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OperationLine } from '../../protocol/history.ts';
import { Asked } from './asked.ts';

const servedAt = (start: number): OperationLine => ({
  op: 'read',
  session: 's',
  client: 'c',
  outcome: 'ok',
  due: start,
  start,
  end: start + 1,
  instance: 'app-1',
});

test('times far apart take no more memory than times close together, and count the same', () => {
  const asked = new Asked();
  for (const start of [0, 10, 60, 1e12, 1e12 + 70]) asked.served(servedAt(start));
  const upTo = asked.servedUpTo();
  assert.deepEqual([50, 100, 1e12, 1e12 + 50, Infinity].map(upTo), [2, 3, 3, 4, 5]);
  assert.equal(asked.servedBetween(0, 100).get('app-1'), 3);
  assert.equal(asked.servedBetween(-Infinity, Infinity).get('app-1'), 5);
});
