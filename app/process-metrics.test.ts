import assert from 'node:assert/strict';
import { test } from 'node:test';
import session from 'express-session';
import { Registry } from 'prom-client';
import { METRICS } from '../protocol/metrics.ts';
import { measureProcess } from './process-metrics.ts';
import { open } from './stores/memory.ts';

const exposed = async (circumstances: Parameters<typeof measureProcess>[1]) => {
  const registry = new Registry();
  measureProcess(registry, circumstances);
  return registry.metrics();
};

test('MemoryStore tells how many sessions it holds, expired ones too, and looking does not remove them', async () => {
  const opened = await open({ session, ttlMs: 1 });
  const held = () => opened.held?.() ?? -1;
  const cookie = { originalMaxAge: 0, expires: new Date(0) };
  opened.store.set('long-gone', { cookie } as unknown as session.SessionData);
  for (let look = 0; look < 2; look++) {
    assert.match(await exposed({ deaths: undefined, held }), new RegExp(`^${METRICS.sessionsHeld} 1$`, 'm'));
  }
});

test('where a server holds the sessions and nobody notes deaths, neither is told of', async () => {
  const text = await exposed({ deaths: undefined, held: undefined });
  assert.doesNotMatch(text, new RegExp(`${METRICS.sessionsHeld}|${METRICS.deaths}`));
  assert.match(text, new RegExp(`^${METRICS.heapLimitBytes} \\d+`, 'm'));
});

test('every reason of a death is there from the start, so that its first increase is seen', async () => {
  const deaths = { oom_kill: 0, heap_limit: 0, killed: 2, crash: 0, exit: 0 };
  const text = await exposed({ deaths, held: undefined });
  assert.match(text, new RegExp(`^${METRICS.deaths}\\{reason="killed"\\} 2$`, 'm'));
  assert.match(text, new RegExp(`^${METRICS.deaths}\\{reason="oom_kill"\\} 0$`, 'm'));
});
