import assert from 'node:assert/strict';
import { test } from 'node:test';
import { subjectId, subjectRemark } from './subject-id.ts';

test('a subject with every default goes by the name of its store', () => {
  assert.equal(subjectId({ store: 'redis' }), 'redis');
  assert.equal(subjectRemark({}), '');
});

test('how its server is laid out and set otherwise is part of its name', () => {
  const settings = { 'min-replicas-to-write': '1', wait: '1' };
  assert.equal(subjectId({ store: 'redis', topology: 'sentinel' }), 'redis@sentinel');
  assert.equal(
    subjectId({ store: 'redis', topology: 'sentinel', settings }),
    'redis@sentinel+min-replicas-to-write=1+wait=1',
  );
  assert.equal(subjectId({ store: 'redis', settings: { wait: '1' } }), 'redis+wait=1');
  assert.equal(subjectRemark({ topology: 'sentinel', settings: { wait: '1' } }), 'sentinel, wait=1');
});
