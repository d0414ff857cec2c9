import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import express from 'express';
import { createProxyServer } from 'httpxy';
import { probe } from '../app/mounted.ts';
import { found, run } from './experiment.ts';
import { listening, sessions } from './listening.ts';

const app = (instance: string) => createServer(express().use(sessions(), probe({ instance })));

/** Both instances behind one address, whose balancer sends each request to another one than the last. */
async function balanced(upstreams: readonly string[]) {
  const proxy = createProxyServer({});
  let asked = 0;
  return listening(
    createServer((request, response) => {
      void proxy.web(request, response, { target: upstreams[asked++ % upstreams.length] as string });
    }),
  );
}

test('behind one address no session counts as lost that another instance has', async () => {
  await using one = await listening(app('one'));
  await using other = await listening(app('other'));
  await using third = await listening(app('third'));
  await using balancer = await balanced([one.url, other.url, third.url]);
  const { result, code } = await run(['--target', balancer.url, '--duration', '2s']);
  assert.equal(result.instances, 3);
  assert.ok((result.anomalyCounts['session-unavailable'] ?? 0) > 0, 'MemoryStore is not shared');
  assert.ok(!found(result).includes('lost-session'), JSON.stringify(result.anomalies[0]));
  assert.equal(result.figures?.['sessions_gone'], 0);
  assert.equal(result.figures?.['sessions_missed_by_chance'], 0);
  assert.ok((result.figures?.['sessions_at_several_instances'] ?? 0) > 0);
  assert.equal(code, 1);
});

test('sessions that a balancer ties to an instance show nothing of what instances share', async () => {
  await using one = await listening(app('one'));
  await using other = await listening(app('other'));
  const targets = ['--target', one.url, '--target', other.url, '--balance', 'sticky'];
  const { result } = await run([...targets, '--duration', '1s']);
  assert.equal(result.figures?.['sessions_at_several_instances'], 0);
});
