import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Histogram, Registry } from 'prom-client';
import { Durations } from './durations.ts';

const NAME = 'seconds';
const HELP = 'How long it took';
const buckets = [0.001, 0.01, 0.1];

const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.replace(/\{.*\}/, (labels) => labels.slice(1, -1).split(',').toSorted().join()));

test("what it tells of the same calls is what prom-client's own histogram tells", async () => {
  const [ours, theirs] = [new Registry(), new Registry()];
  ours.setDefaultLabels({ store: 'test' });
  theirs.setDefaultLabels({ store: 'test' });
  const durations = new Durations({ name: NAME, help: HELP, buckets, register: ours });
  const histogram = new Histogram({
    name: NAME,
    help: HELP,
    labelNames: ['operation'],
    buckets,
    registers: [theirs],
  });
  for (const operation of ['get', 'set']) {
    const took = durations.of(operation);
    for (const seconds of [0, 0.0005, 0.001, 0.0011, 0.05, 0.1, 0.2, 9]) {
      took(seconds);
      histogram.observe({ operation }, seconds);
    }
  }
  assert.deepEqual(lines(await ours.metrics()).toSorted(), lines(await theirs.metrics()).toSorted());
});

test('an operation that was never called is there with 0, so that Prometheus sees its first call', async () => {
  const registry = new Registry();
  new Durations({ name: NAME, help: HELP, buckets, register: registry }).of('touch');
  assert.match(await registry.metrics(), /^seconds_count\{operation="touch"\} 0$/m);
});
