import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerInWords, isUnserved, serviceOf } from './service.ts';

test('whoever was answered as asked was served, whatever the answer', () => {
  assert.equal(serviceOf({ outcome: 'ok', status: 200 }), 'served');
  assert.equal(serviceOf({ outcome: 'ok', absent: true, status: 404 }), 'served');
  assert.equal(serviceOf({ outcome: 'fail', absent: true, status: 404 }), 'served');
  assert.equal(serviceOf({ outcome: 'fail', expected: true, status: 422 }), 'served');
  assert.equal(serviceOf({ outcome: 'info', expected: true, status: 500 }), 'served');
  assert.equal(serviceOf({ outcome: 'fail', status: 422, error: 'refused' }), 'served', 'an older recorder');
});

test('who was not is told apart by what came', () => {
  for (const status of [302, 401, 403, 413, 422, 429])
    assert.equal(serviceOf({ outcome: 'info', status }), 'refused');
  for (const status of [200, 500, 503]) assert.equal(serviceOf({ outcome: 'info', status }), 'failed');
  assert.equal(serviceOf({ outcome: 'fail', status: 0 }), 'failed');
  assert.equal(serviceOf({ outcome: 'info', status: 0 }), 'unknown');
  assert.equal(serviceOf({ outcome: 'info' }), 'unknown');
  assert.equal(serviceOf({ outcome: 'info', absent: true }), 'unknown', 'nobody saw an absence');
  assert.deepEqual(
    [
      answerInWords({ outcome: 'info', status: 429 }),
      answerInWords({ outcome: 'info' }),
      answerInWords({ outcome: 'fail' }),
    ],
    ['429', 'no answer', 'no connection'],
  );
});

test('what nobody was to answer, and nobody did, is neither', () => {
  const op = { outcome: 'info', expected: true, status: 0 } as const;
  assert.equal(serviceOf(op), undefined);
  assert.equal(isUnserved(op), false);
});
