import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endedAtMs } from './watch.ts';

const now = Date.parse('2026-11-27T07:15:33.900Z');

test('a container ended when its node says, and not when the cluster told of it', () => {
  assert.equal(endedAtMs({ finishedAt: '2026-11-27T07:15:31Z' }, now), now - 2900);
});

test('a clock of a node that is another hour, or ahead, or that nobody tells, says nothing', () => {
  for (const finishedAt of ['2026-11-27T06:15:31Z', '2026-11-27T07:15:35Z', undefined])
    assert.equal(endedAtMs(finishedAt === undefined ? {} : { finishedAt }, now), now);
});
