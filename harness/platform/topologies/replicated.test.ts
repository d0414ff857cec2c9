import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Member } from './ground.ts';
import { ReplicatedServer, type Layout } from './replicated.ts';

test('each server is disposed of, the watchers first, whatever becomes of the others and of what asks them', async () => {
  const disposed: string[] = [];
  const part = (name: string) =>
    ({
      name,
      [Symbol.asyncDispose]: () => {
        disposed.push(name);
        return Promise.reject(new Error(`${name} did not end`));
      },
    }) as unknown as Member;
  const layout = {
    members: [part('redis-1'), part('redis-2')],
    watchers: [part('sentinel-1')],
    url: '',
    close: () => Promise.reject(new Error('nobody answered')),
  } as unknown as Layout;
  const server = new ReplicatedServer('redis', layout, new AbortController().signal);
  await assert.rejects(server[Symbol.asyncDispose](), SuppressedError);
  assert.deepEqual(disposed, ['sentinel-1', 'redis-2', 'redis-1']);
});
