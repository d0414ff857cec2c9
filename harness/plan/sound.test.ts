import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXIT, HoldfastError } from '../errors.ts';
import type { Experiment } from '../model/plan.ts';
import { draft } from './draft.ts';
import { assertSound } from './sound.ts';

function experiment(
  load: Partial<Experiment['load']>,
  more: Partial<Experiment> = {},
  ttlMs = 60_000,
): Experiment {
  const wanted = { workload: 'register', clients: 10, rate: 100, durationMs: 1000, ...load } as const;
  return {
    id: 'x',
    seed: 1,
    ...draft({ title: 'x', subject: { store: 'redis', ttlMs }, load: wanted }),
    ...more,
  };
}

const fault = (atMs: number, durationMs: number) => ({
  faults: [{ id: 'f1', kind: 'server-pause', target: 'redis', atMs, durationMs } as const],
});
const DAY_MS = 86_400_000;

test('what no plan may hold is refused by the name that the user knows', () => {
  for (const [unsound, message] of [
    [experiment({ durationMs: 0 }), /^--duration is 0 ms: it must be at least 500 ms$/],
    [experiment({ durationMs: 100 }), /^--duration is 100 ms: it must be at least 500 ms$/],
    [experiment({ durationMs: 8 * DAY_MS }), /^--duration is 8 days: it may be 7 days at most$/],
    [experiment({}, {}, 0), /^--ttl is 0 ms: it must be at least 1 s$/],
    [experiment({ lingerMs: 30 * DAY_MS }), /^--ttl is 30 days: it may be 7 days at most$/],
    [
      experiment({}, fault(1000, 99_999 * 60_000)),
      /^how long server-pause lasts is 5999940 s: it may be 7 days at most$/,
    ],
    [experiment({}, fault(9 * DAY_MS, 0)), /^the time of server-pause is 9 days: it may be 7 days at most$/],
    [experiment({ bytes: 0.5 }), /^--bytes is 0\.5: /],
  ] as const) {
    assert.throws(
      () => assertSound(unsound),
      (error: unknown) => {
        assert.ok(error instanceof HoldfastError);
        assert.equal(error.exitCode, EXIT.usage);
        assert.match(error.message, message);
        return true;
      },
    );
  }
  assertSound(experiment({}, fault(500, DAY_MS)));
});
