/** What happens to the output of a command decides nothing. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { temporaryFolder } from './holdfast.ts';

const LAUNCHER = fileURLToPath(new URL('../bin/holdfast.mjs', import.meta.url));

const time = (ms: number) => ({ due: ms, start: ms, end: ms + 1 });

/** A history in which many sessions are lost: as JSON it is longer than any pipe holds. */
function lossy(sessions: number): string {
  const lines: object[] = [{ history: 1 }, { experiment: 'theirs', epochMs: 0 }];
  for (let at = 0; at < sessions; at++) {
    const common = { session: `s${at}`, client: `c${at}`, outcome: 'ok' };
    lines.push({ op: 'create', ...common, ...time(at * 10) });
    lines.push({ op: 'read', ...common, key: 'a', absent: true, ...time(at * 10 + 4) });
  }
  return [...lines, { end: 'theirs', at: sessions * 10 }].map((line) => `${JSON.stringify(line)}\n`).join('');
}

type Sink = 'pipe' | number;
const start = (args: readonly string[], stdout: Sink, stderr: Sink) =>
  spawn(process.execPath, [LAUNCHER, ...args], { stdio: ['ignore', stdout, stderr] });

test('a reader that is slow gets every byte, and the verdict is the exit code', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'history.ndjson');
  await writeFile(file, lossy(3000));
  const running = start(['check', file, '--json'], 'pipe', 'pipe');
  const ended = once(running, 'exit');
  running.stderr?.resume();
  // Nothing is read until the command has long filled the pipe.
  await new Promise((resolve) => setTimeout(resolve, 3000));
  let text = '';
  for await (const chunk of running.stdout ?? []) text += String(chunk);
  assert.ok(text.length > 150_000, `${text.length} bytes`);
  assert.equal((JSON.parse(text) as { verdict: string }).verdict, 'fail');
  assert.equal((await ended)[0], 1);
});

test('a reader that has seen enough changes no verdict and is told of no error', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'history.ndjson');
  await writeFile(file, lossy(3000));
  const running = start(['check', file, '--json'], 'pipe', 'pipe');
  let stderr = '';
  running.stderr?.on('data', (chunk) => (stderr += String(chunk)));
  await once(running.stdout ?? running, 'data');
  running.stdout?.destroy();
  const [code] = (await once(running, 'close')) as [number];
  assert.deepEqual({ code, stderr }, { code: 1, stderr: '' });
});

test('results that cannot be written are no verdict: exit 74, and the reason on stderr', async (t) => {
  if (process.platform !== 'linux') return t.skip('there is no /dev/full');
  await using folder = await temporaryFolder();
  const [file, errors] = [join(folder.path, 'history.ndjson'), join(folder.path, 'stderr')];
  await writeFile(file, lossy(3));
  const [full, stderr] = [openSync('/dev/full', 'w'), openSync(errors, 'w')];
  const [code] = (await once(start(['check', file], full, stderr), 'close')) as [number];
  closeSync(full);
  closeSync(stderr);
  assert.equal(code, 74);
  assert.match(
    readFileSync(errors, 'utf8'),
    /^holdfast: the results could not be written to stdout: ENOSPC.*\n\s+Try: /,
  );
});

test('progress and errors that cannot be written leave the verdict and the exit code as they are', async (t) => {
  if (process.platform !== 'linux') return t.skip('there is no /dev/full');
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'history.ndjson');
  await writeFile(file, lossy(3));
  for (const [args, expected] of [
    [['check', file], 1],
    [['check', 'no/such/run'], 64],
    [['nonsense'], 64],
  ] as const) {
    const full = openSync('/dev/full', 'w');
    const running = start(args, 'pipe', full);
    running.stdout?.resume();
    assert.equal((await once(running, 'close'))[0], expected, args.join(' '));
    closeSync(full);
  }
});

test('a run whose progress nobody reads comes to its end, with its own verdict', async (t) => {
  if (process.platform !== 'linux') return t.skip('there is no /dev/full');
  await using folder = await temporaryFolder();
  const args = ['run', '--store', 'memory', '--duration', '1s', '--rate', '50', '--clients', '5'];
  const full = openSync('/dev/full', 'w');
  const running = start([...args, '--reports', folder.path, '--json'], 'pipe', full);
  let text = '';
  running.stdout?.on('data', (chunk) => (text += String(chunk)));
  const [code] = (await once(running, 'close')) as [number];
  closeSync(full);
  const { verdict } = JSON.parse(text) as { verdict: 'pass' | 'fail' | 'unknown' };
  assert.equal(code, { pass: 0, fail: 1, unknown: 2 }[verdict]);
  assert.notEqual(verdict, 'fail');
});
