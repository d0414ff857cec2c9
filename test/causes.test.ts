import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { found, run, type Ran } from './experiment.ts';
import { nothingLeft, temporaryFolder } from './holdfast.ts';

/** Runs a subject of one's own, given as what its file holds. */
async function tried(source: string, flags: readonly string[]): Promise<Ran> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'mine.mjs');
  await writeFile(file, source);
  return await run(['--subject', file, ...flags]);
}

/** MemoryStore, of which one method does something else at its nth call. */
const atCall = (method: string, nth: number, does: string) => `
  export default ({ session }) => {
    const store = new session.MemoryStore();
    const inner = store.${method};
    let calls = 0;
    store.${method} = function (...args) {
      const done = args.at(-1);
      if (++calls ${does.startsWith('every') ? '%' : '==='} ${nth}${does.startsWith('every') ? ' === 0' : ''}) { ${does.replace(/^every /, '')} }
      return inner.apply(this, args);
    };
    return store;
  };`;

test('a store that stops calling back ends its run, and is named by method, calls and time', async () => {
  const { code, result } = await tried(atCall('get', 50, 'store.get = () => {}; return;'), [
    '--duration',
    '2s',
  ]);
  assert.equal(code, 1);
  assert.equal(result.verdict, 'fail');
  const [fault] = result.faults;
  assert.deepEqual([fault?.kind, fault?.target, fault?.planned], ['store-silent', 'app-1', false]);
  assert.match(
    result.problems.join('\n'),
    /app-1: its store has not called back for \d+\.\d s: of get\(\) \d+ calls? waits?, since \d+\.\d s of the experiment/,
  );
  assert.doesNotMatch(result.problems.join('\n'), /did not come to/);
  await nothingLeft();
});

test('a store that now and then forgets to call back is named at the end of its run', async () => {
  const { code, result, lines } = await tried(atCall('set', 60, 'every return;'), ['--duration', '2s']);
  assert.equal(code, 1);
  assert.match(result.problems.join('\n'), /of set\(\) \d+ calls? waits?, since/);
  assert.ok(lines.some((line) => 'end' in line));
});

test('a store that calls the same callback again fails by that, with the method and how often', async () => {
  const twice = atCall('get', 20, 'every setTimeout(() => inner.apply(this, args), 1);');
  const { code, result } = await tried(twice, ['--duration', '2s']);
  assert.equal(code, 1);
  assert.deepEqual(
    result.faults.map(({ kind, target }) => [kind, target]),
    [['store-repeats', 'app-1']],
  );
  assert.match(
    result.problems.join('\n'),
    /app-1: its store called callbacks again that it had called before: that of get\(\) \d+ times/,
  );
  assert.equal(result.checkers.find(({ checker }) => checker === 'unserved')?.verdict, 'pass');
  assert.equal(result.verdict, 'fail');
});

for (const [how, does, said] of [
  [
    'throws in a callback',
    "setTimeout(function cleanUp() { throw new TypeError('no such row'); }, 1);",
    /TypeError: no such row at .*cleanUp/,
  ],
  [
    'leaves a promise that nobody catches',
    "Promise.reject(new Error('connection lost'));",
    /Error: connection lost at /,
  ],
] as const) {
  test(`a store that ${how} and takes the app with it fails by that, with the stack`, async () => {
    const { code, result } = await tried(atCall('set', 40, does), ['--duration', '3s']);
    assert.equal(code, 1);
    assert.equal(result.verdict, 'fail');
    assert.deepEqual(
      result.faults.map(({ kind, planned }) => [kind, planned]),
      [['app-death', false]],
    );
    assert.match(result.problems.join('\n'), said);
    assert.match(result.problems.join('\n'), /exited with code 1 .*\(.*app-1\.log\)/);
  });
}

test('an app that somebody killed is unknown, with its last lines and where its log is', async () => {
  const does = "console.log('about to go'); process.kill(process.pid, 'SIGKILL');";
  const { code, result } = await tried(atCall('set', 40, does), ['--duration', '3s']);
  assert.equal(code, 2);
  assert.equal(result.verdict, 'unknown');
  assert.match(
    result.problems.join('\n'),
    /app-1 ended by itself: it was ended by SIGKILL .*the last lines of its log: .*about to go \(.*app-1\.log\)/s,
  );
});

test('a store that keeps more than JSON can gave back what was put in', async () => {
  const source = `
    import { serialize, deserialize } from 'node:v8';
    export default ({ session }) => {
      const rows = new Map();
      const store = new session.Store();
      const bare = (data) => structuredClone({ ...data, cookie: data.cookie.toJSON(), req: undefined });
      store.get = (sid, found) => setImmediate(() => found(null, rows.has(sid) ? deserialize(rows.get(sid)) : null));
      store.set = (sid, data, done) => {
        const values = data.holdfast?.values?.kinds ?? {};
        for (const key of Object.keys(values)) if (typeof values[key] === 'function') delete values[key];
        try { rows.set(sid, serialize(bare(data))); } catch (error) { return void setImmediate(() => done?.(error)); }
        setImmediate(() => done?.());
      };
      store.destroy = (sid, done) => setImmediate(() => { rows.delete(sid); done?.(); });
      return store;
    };`;
  for (const workload of ['kinds', 'cart']) {
    const { code, result } = await tried(source, ['--workload', workload, '--duration', '1500ms']);
    assert.deepEqual(found(result), []);
    assert.equal(code, 0, `${workload}: ${result.problems.join()}`);
    if (workload === 'kinds') assert.ok((result.figures?.['as put in: date'] ?? 0) > 0);
  }
});
