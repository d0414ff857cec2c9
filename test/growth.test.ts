import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { operationsIn, run } from './experiment.ts';
import { temporaryFolder } from './holdfast.ts';

/** Saves one session after the other, for 10 ms each. */
const ONE_AT_A_TIME = `
  export default ({ session }) => {
    const store = new session.MemoryStore();
    const inner = store.set;
    let before = Promise.resolve();
    store.set = function (...args) {
      before = before.then(() => new Promise((done) => setTimeout(done, 10)));
      void before.then(() => inner.apply(store, args));
    };
    return store;
  };`;

test('an app that is slower than its visitors has fewer of them, and still has them come back', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'mine.mjs');
  await writeFile(file, ONE_AT_A_TIME);
  const load = ['--workload', 'growth', '--duration', '2s', '--ttl', '1s'];
  const { result, lines } = await run(['--subject', file, ...load]);
  const made = operationsIn(lines).filter(({ op }) => op === 'create');
  assert.ok(made.length > 50, `${made.length} visitors`);
  assert.deepEqual(
    made.filter(({ session }) => session.endsWith('-returning')).length,
    10,
    'each of ten clients comes back',
  );
  // What nobody sent has no latency, and nothing else is in doubt.
  assert.ok((result.figures?.['operations never sent'] ?? 0) > 0, JSON.stringify(result.figures));
  assert.deepEqual(result.problems, []);
  assert.ok((result.growth?.perRequest?.requests ?? 0) > 100, JSON.stringify(result.growth?.perRequest));
});
