import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StartedSubject } from '../../platform/subject.ts';
import { notingPrimaries } from './primaries.ts';

test('a primary that one look does not find is looked for again, before and after', async () => {
  const seen = [undefined, 'redis-1', undefined, undefined, 'redis-2'];
  const primary = () => {
    const name = seen.shift();
    return Promise.resolve(name === undefined ? undefined : { part: { name }, seen: '' });
  };
  const subject = { server: { name: 'redis', replicas: { primary } } } as unknown as StartedSubject;
  const evidence = await notingPrimaries(subject, 'redis', () => Promise.resolve({ signal: 'SIGKILL' }));
  assert.deepEqual(evidence, { signal: 'SIGKILL', primaryBefore: 'redis-1', primaryAfter: 'redis-2' });
});
