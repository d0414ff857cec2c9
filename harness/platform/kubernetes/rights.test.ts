import assert from 'node:assert/strict';
import { test } from 'node:test';
import { denied, reviews, RIGHTS } from './rights.ts';

test('what is not allowed is named by what it would be done to', () => {
  const answers =
    'true get pods \nfalse create namespaces \nfalse delete namespaces \nfalse create pods exec\n';
  assert.deepEqual(
    [...denied(answers)],
    [
      ['namespaces', ['create', 'delete']],
      ['pods/exec', ['create']],
    ],
  );
  assert.equal(denied('true get pods \n').size, 0);
});

test('everything but namespaces themselves is asked for in the namespace of the run alone', () => {
  const { items } = reviews('holdfast-x') as {
    items: { spec: { resourceAttributes: { resource: string; namespace?: string } } }[];
  };
  assert.equal(items.length, RIGHTS.length);
  for (const { spec } of items) {
    const { resource, namespace } = spec.resourceAttributes;
    assert.equal(namespace, resource === 'namespaces' ? undefined : 'holdfast-x', resource);
  }
});
