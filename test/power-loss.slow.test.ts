import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { mountsBelow } from '../harness/process/mounts.ts';
import { found, run } from './experiment.ts';
import { nothingLeft } from './holdfast.ts';

/** One loss of power of a Redis under load. */
const lossOf = (persistence: string) =>
  run(
    `--store redis --setting persistence=${persistence} --workload register --save-mode awaited --duration 6s --faults server-power-loss@2500ms`.split(
      ' ',
    ),
    // Enough that something is always written and not yet synced.
    ['--clients', '20', '--rate', '200', '--seed', 'power'],
  );

test('a Redis that syncs once a second loses what it acknowledged last with its power, and serves again', async () => {
  const { result } = await lossOf('aof-everysec');
  const [fault] = result.faults;
  assert.ok(fault?.tookEffect && fault.healedMs !== undefined, JSON.stringify(result.problems));
  assert.equal(fault.evidence['undone'], 'a byte that was synced is there, and one that was not is gone');
  assert.ok(Number(fault.evidence['bytesUndone']) > 0);
  assert.notEqual(fault.evidence['pidAfter'], fault.evidence['pidBefore']);
  assert.equal(result.verdict, 'fail');
  assert.ok(found(result).some((kind) => kind === 'lost-write' || kind === 'lost-session'));
  await nothingLeft();
  assert.deepEqual(mountsBelow(tmpdir()), []);
});

test('a Redis that syncs before it answers loses nothing that it acknowledged', async () => {
  const { result } = await lossOf('aof-always');
  const [fault] = result.faults;
  assert.ok(fault?.tookEffect && fault.healedMs !== undefined, JSON.stringify(result.problems));
  assert.deepEqual(found(result), []);
  assert.equal(result.verdict, 'pass', JSON.stringify(result.problems));
  await nothingLeft();
});
