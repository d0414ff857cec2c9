import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operationsIn, run } from './experiment.ts';
import { nothingLeft } from './holdfast.ts';

test('a slow wire holds back what is in force while it is, costs no write, and heals', async () => {
  const { code, result, lines } = await run([
    '--store',
    'redis',
    '--duration',
    '3s',
    '--faults',
    'wire-slow@800ms+1s',
  ]);
  assert.equal(code, 0, JSON.stringify(result.problems));
  const [fault] = result.faults;
  assert.ok(fault?.tookEffect && fault.healedMs !== undefined);
  const { latencyMs } = fault.evidence;
  assert.equal(latencyMs, 150);
  const [from, to] = [fault.onsetMs, fault.healedMs];
  // Only what certainly went over the wire while it was slow: the toxic is there a moment after the onset, and holds
  // nothing back for a tenth of a second before it is gone.
  const held = operationsIn(lines).filter(
    ({ op, outcome, start, end }) =>
      op === 'write' && outcome === 'ok' && start > from + 300 && end < to - 300,
  );
  assert.ok(held.length > 0);
  for (const { start, end } of held) assert.ok(end - start >= latencyMs, `${start} to ${end}`);
  await nothingLeft();
});
