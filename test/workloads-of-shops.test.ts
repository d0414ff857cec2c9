import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { KINDS } from '../protocol/kinds.ts';
import { found, operationsIn, run } from './experiment.ts';

const SLOW = fileURLToPath(new URL('planted/stores/saves-slowly.ts', import.meta.url));

// They wait more than they work, and what they promise does not depend on who else is busy.
describe('workloads of shops and of those who would rob them', { concurrency: 2 }, () => {
  for (const store of ['memory', 'redis'])
    for (const [workload, ...flags] of [
      ['cart'],
      ['browse'],
      ['isolation'],
      ['tamper'],
      ['redirect', '--save-mode', 'awaited'],
    ] as const)
      test(`${workload} finds nothing on ${store}, and every checker that it is for had something to test`, async () => {
        const { code, result } = await run([
          '--store',
          store,
          '--workload',
          workload,
          '--duration',
          '1500ms',
          ...flags,
        ]);
        assert.deepEqual(found(result), []);
        assert.equal(result.verdict, 'pass', JSON.stringify(result.checkers));
        assert.equal(code, 0);
      });

  test('cart says how each kind of value came back, and that a bigint was never acknowledged', async () => {
    const { lines } = await run(['--store', 'redis', '--workload', 'cart', '--duration', '2s']);
    const operations = operationsIn(lines);
    for (const [kind, asJson] of Object.entries(KINDS)) {
      const [write, read] = operations.filter(({ key }) => key === `kinds.${kind}`);
      assert.equal(write?.outcome, asJson === undefined ? 'info' : 'ok', kind);
      assert.equal(read?.value, asJson ?? null, kind);
    }
  });

  test('cart sets, pushes and removes, and sees the page of a user both open and forbidden', async () => {
    const { lines } = await run(['--store', 'memory', '--workload', 'cart', '--duration', '3s']);
    const operations = operationsIn(lines);
    for (const part of ['cart.total.net', '__proto__', 'v1.2', '$inc', '漢', 'payment methods', 'items: tea'])
      for (const op of ['write', 'remove', 'read'])
        assert.ok(
          operations.some((line) => line.op === op && line.key?.includes(part) && line.outcome === 'ok'),
          `${op} ${part}`,
        );
    const pages = operations.filter(({ op, key }) => op === 'read' && key === 'user');
    assert.deepEqual(new Set(pages.map(({ status }) => status)), new Set([200, 403]));
    for (const { status, value } of pages) assert.equal(value === null, status === 403);
  });

  test('tamper notes how many cookies could be read, and that a stolen one opens the session', async () => {
    const { lines } = await run(['--store', 'memory', '--workload', 'tamper', '--duration', '1s']);
    const notes = lines.flatMap((line) => ('note' in line ? [line.note] : [])).join('\n');
    const counts = /of (\d+) cookies, 0 could be read .*; of (\d+) stolen ones, (\d+) opened/.exec(notes);
    assert.ok(counts, notes);
    const [, cookies, stolen, opened] = counts;
    assert.ok(Number(cookies) > 0 && cookies === stolen && stolen === opened, notes);
  });

  test('a client follows a redirect before the session is saved, and sees what was there before', async () => {
    const flags = ['--store-module', SLOW, '--workload', 'redirect', '--duration', '7s'];
    // So seldom that each save is over before the session's next: busy clients would only see saves undo one another.
    const { result, lines } = await run(flags, ['--clients', '10', '--rate', '40', '--seed', 'workloads']);
    // Saves so slow also undo one another: what more is found depends on how busy the machine is.
    for (const kind of ['session-unavailable', 'stale-read']) assert.ok(found(result).includes(kind), kind);
    const redirects = operationsIn(lines).filter(({ status }) => status === 302);
    assert.ok(redirects.length > 0);
    for (const { instance, outcome } of redirects) assert.deepEqual([instance, outcome], ['app-1', 'ok']);
  });
});
