import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RefinedResponse } from 'k6/http';
import type { OperationKind } from '../../protocol/history.ts';
import { seenIn } from './answer.ts';
import { destroying, incrementing, reading, writing, type Asking } from './asking.ts';

const ASKINGS: Partial<Record<OperationKind, Asking>> = {
  read: reading('a'),
  write: writing('a', 1),
  increment: incrementing('a'),
  destroy: destroying(),
};

/** What is seen in an answer of k6's to one of them; `by`: the instance that says it gave it. */
function seen(op: OperationKind, status: number, body: string | null, by?: string) {
  const response = { status, body, error: '', error_code: 0, headers: by && { 'X-Holdfast-Instance': by } };
  return seenIn(
    ASKINGS[op] as Asking,
    { ...response, headers: response.headers ?? {} } as unknown as RefinedResponse<'text'>,
    'me',
  );
}

test("the probe's answers are acknowledgements", () => {
  assert.partialDeepStrictEqual(seen('read', 200, '{"owner":"me","key":"a","value":1}', 'app-1'), {
    outcome: 'ok',
    value: 1,
    instance: 'app-1',
  });
  assert.equal(seen('write', 200, '{"owner":"me","key":"a","value":1}', 'app-1').outcome, 'ok');
  assert.equal(seen('destroy', 204, null, 'app-1').outcome, 'ok');
  assert.partialDeepStrictEqual(seen('read', 404, '{}', 'app-1'), { outcome: 'ok', absent: true });
  assert.equal(seen('read', 403, '{"owner":null}', 'app-1').absent, true);
});

test('what stands in front of the probe acknowledges nothing, whatever its status', () => {
  const bodies = [null, '', '{}', '[]', 'null', '{"owner":"me","value":1}', '<html>Busy</html>'];
  for (const op of ['read', 'write', 'increment', 'destroy'] as const)
    for (const status of [200, 201, 202, 204, 302, 403, 404, 422, 429, 500])
      for (const body of bodies) {
        const { outcome, absent, value } = seen(op, status, body);
        assert.equal(outcome, 'info', `${op} ${status} ${body}`);
        assert.equal(absent, undefined);
        if (op !== 'write') assert.equal(value, undefined);
      }
});

test('an answer of the probe that was made into another on its way says nothing', () => {
  for (const body of [null, '', 'null', '1', '{"data":{"owner":"me","value":1}}', '<html>']) {
    assert.equal(seen('read', 200, body, 'app-1').outcome, 'info', `read ${body}`);
    assert.equal(seen('increment', 200, body, 'app-1').outcome, 'info', `increment ${body}`);
  }
  assert.equal(seen('read', 204, null, 'app-1').outcome, 'info');
});
