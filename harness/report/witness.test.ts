import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WitnessStep } from '../model/results.ts';
import { witnessText } from './witness.ts';

const step = (change: Partial<WitnessStep>): WitnessStep => ({
  client: 'c7',
  op: 'create',
  outcome: 'ok',
  startMs: 1834,
  endMs: 1850,
  instance: 'app-1',
  ...change,
});

test('a step that took long says when it ended, as a fault may have come in between', () => {
  const text = witnessText({
    kind: 'lost-session',
    session: 'c7-3',
    atMs: 5472,
    summary: 'session c7-3 was acknowledged and is gone',
    witness: [
      step({ endMs: 3254, remark: 'acknowledged' }),
      step({
        op: 'read',
        startMs: 5472,
        endMs: 5480,
        key: 'a',
        absent: true,
        remark: 'expected the session',
      }),
    ],
  });
  const [, , create, read] = text.split('\n');
  assert.match(create ?? '', /^ {2}1\.834 .* acknowledged; until 3\.254 s$/);
  assert.match(read ?? '', /^ {2}5\.472 .* expected the session$/);
});
