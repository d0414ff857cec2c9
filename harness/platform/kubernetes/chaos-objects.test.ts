import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PacketFault } from '../subject.ts';
import { networkChaos } from './chaos-objects.ts';

const ends = {
  name: 'network-app-1',
  namespace: 'holdfast-x',
  from: { pod: 'app-1' },
  to: { component: 'server' },
  atMostMs: 185_000,
};
const specOf = (fault: PacketFault) => networkChaos(fault, ends)['spec'] as Record<string, unknown>;

const only = (labelSelectors: object) => ({
  mode: 'all',
  selector: { namespaces: ['holdfast-x'], labelSelectors },
});

test('it breaks what is between these two pods of the run’s own namespace, and ends by itself', () => {
  assert.deepEqual(specOf({ does: 'partition', direction: 'both' }), {
    action: 'partition',
    ...only(ends.from),
    direction: 'both',
    target: only(ends.to),
    duration: '185000ms',
  });
});

const lossy = (direction: PacketFault['direction']) => specOf({ does: 'loss', percent: 30, direction });

test('what the app sends goes to the server, and what it is answered comes from there', () => {
  assert.deepEqual([lossy('upstream')['direction'], lossy('downstream')['direction']], ['to', 'from']);
  assert.deepEqual([lossy('both')['action'], lossy('both')['loss']], ['loss', { loss: '30' }]);
});

test('a delay has its unit', () => {
  const { action, delay } = specOf({ does: 'delay', latencyMs: 80, jitterMs: 20, direction: 'upstream' });
  assert.deepEqual([action, delay], ['delay', { latency: '80ms', jitter: '20ms' }]);
});
