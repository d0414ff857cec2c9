import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { mountsBelow } from '../harness/process/mounts.ts';
import { found, run } from './experiment.ts';
import { nothingLeft } from './holdfast.ts';

/** One loss of power of what has the store's files, under load. */
const lossOf = (store: string, fault: string) =>
  run(
    `--store ${store} --workload register --save-mode awaited --duration 6s --faults ${fault}@2500ms`.split(
      ' ',
    ),
    // Enough that something is always written and not yet synced.
    ['--clients', '20', '--rate', '200', '--seed', 'power'],
  );

test('a Redis that syncs once a second loses what it acknowledged last with its power, and serves again', async () => {
  const { result } = await lossOf('redis --setting persistence=aof-everysec', 'server-power-loss');
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
  const { result } = await lossOf('redis --setting persistence=aof-always', 'server-power-loss');
  const [fault] = result.faults;
  assert.ok(fault?.tookEffect && fault.healedMs !== undefined, JSON.stringify(result.problems));
  assert.deepEqual(found(result), []);
  assert.equal(result.verdict, 'pass', JSON.stringify(result.problems));
  await nothingLeft();
});

test('a SQLite that never syncs loses what it acknowledged with the power of its app, which is served again', async () => {
  const { result } = await lossOf('sqlite --setting synchronous=off', 'app-power-loss');
  const [fault] = result.faults;
  assert.ok(fault?.tookEffect && fault.healedMs !== undefined, JSON.stringify(result.problems));
  assert.ok(Number(fault.evidence['bytesUndone']) > 0);
  assert.equal(result.verdict, 'fail');
  assert.ok(found(result).includes('lost-session'));
  await nothingLeft();
});

for (const subject of [
  'redis --topology sentinel --setting persistence=aof-everysec',
  'redis --topology cluster --setting persistence=aof-everysec',
  'postgres --topology standby',
  'mongo --topology replica-set --setting w=1',
])
  test(`${subject}: the primary alone loses its power, and all follow one after`, async () => {
    const { result } = await lossOf(subject, 'server-power-loss');
    const [fault] = result.faults;
    assert.ok(fault?.tookEffect && fault.healedMs !== undefined, JSON.stringify(result.problems));
    const { primaryBefore, undone } = fault.evidence;
    assert.equal(
      undone,
      `of ${String(primaryBefore)}, a byte that was synced is there, and one that was not is gone`,
    );
    await nothingLeft();
    assert.deepEqual(mountsBelow(tmpdir()), []);
  });
