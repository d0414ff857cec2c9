import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getHeapSnapshot } from 'node:v8';
import { parse } from 'heap-snapshot-toolkit';
import { grownSince, referenceCounts, type HeapSnapshot } from './grown.ts';

class Keeper {
  byName: Record<string, object> = {};
  readonly byKey = new Map<string, object>();
  readonly steady = Array.from({ length: 1000 }, (_, at) => ({ at }));
}

const shot = (): Promise<HeapSnapshot> => parse(getHeapSnapshot() as unknown as ReadableStream);

test('of two real snapshots, what took in everything is named, and nothing else', async () => {
  const keeper = new Keeper();
  const fill = (from: number, to: number) => {
    for (let at = from; at < to; at++) keeper.byName[`s-${at}`] = { at };
    for (let at = from; at < to; at++) keeper.byKey.set(`s-${at}`, { at });
  };
  fill(0, 1000);
  const before = referenceCounts(await shot());
  fill(1000, 2000);
  const paths = grownSince(before, await shot(), 900).map(({ path }) => path);
  assert.ok(
    paths.some((path) => path.endsWith('Keeper.byName')),
    paths.join('; '),
  );
  assert.ok(paths.every((path) => !path.includes('steady')));
  assert.equal(keeper.steady.length, 1000);
});
