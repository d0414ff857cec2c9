import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { Command } from 'commander';
import type { Results } from '../model/results.ts';
import { allShown, mongoMissing, redisLostAWrite } from '../report/testing/runs.ts';
import { gateCommand } from './gate.ts';
import { reportCommand } from './report.ts';

async function runFolder(t: TestContext, results: Results): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-gate-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'results.json'), JSON.stringify(results));
  return folder;
}

/** Runs a command as the program would, and gives back what it printed and the exit code that it set. */
async function call(t: TestContext, ...words: string[]): Promise<{ code: unknown; printed: string }> {
  const program = new Command('holdfast').exitOverride();
  gateCommand(program);
  reportCommand(program);
  const before = process.exitCode;
  // The runner of the tests writes its own there, in bytes.
  const through = process.stdout.write.bind(process.stdout);
  const write = t.mock.method(process.stdout, 'write', (chunk: string | Uint8Array) =>
    typeof chunk === 'string' ? true : through(chunk),
  );
  try {
    await program.parseAsync(words, { from: 'user' });
    const said = write.mock.calls
      .map((each) => each.arguments[0])
      .filter((chunk) => typeof chunk === 'string');
    return { code: process.exitCode, printed: said.join('') };
  } finally {
    write.mock.restore();
    process.exitCode = before;
  }
}

test('the exit code is 0, 1 or 2, and both files are in the run folder', async (t) => {
  for (const [make, code] of [
    [allShown, 0],
    [redisLostAWrite, 1],
    [mongoMissing, 2],
  ] as const) {
    const folder = await runFolder(t, make());
    assert.equal((await call(t, 'gate', folder, '--policy', 'as-promised')).code, code);
    assert.match(await readFile(join(folder, 'junit.xml'), 'utf8'), /^<\?xml/);
    assert.match(await readFile(join(folder, 'gate.md'), 'utf8'), /^## Holdfast gate/);
    assert.match(await readFile(join(folder, 'gate.sarif'), 'utf8'), /"version": "2.1.0"/);
  }
});

test('a policy file decides, and the files go where they are told to', async (t) => {
  const folder = await runFolder(t, redisLostAWrite());
  const policy = join(folder, 'policy.json');
  const rules = {
    requires: [],
    anomalies: [{ kind: 'lost-write', max: 1 }],
    leaveOutClaims: [{ claim: 'C5' }],
  };
  await writeFile(policy, JSON.stringify({ policy: 1, ...rules }));
  const files = ['--junit', join(folder, 'a.xml'), '--markdown', join(folder, 'a.md')];
  const { code, printed } = await call(t, 'gate', folder, '--policy', policy, '--json', ...files);
  assert.equal(code, 0);
  assert.equal((JSON.parse(printed) as { verdict: string }).verdict, 'pass');
  assert.match(await readFile(join(folder, 'a.xml'), 'utf8'), /allowed \(policy\)/);
  assert.match(await readFile(join(folder, 'a.md'), 'utf8'), /Found, and allowed/);
});

test('without a policy every store has to keep what production needs', async (t) => {
  const folder = await runFolder(t, allShown());
  const { code, printed } = await call(t, 'gate', folder);
  assert.equal(code, 1);
  assert.match(printed, /by the policy production[^]*Do not release: MemoryStore does not promise/);
  assert.equal((await call(t, 'gate', folder, '--policy', 'production')).printed, printed);
});

test('a policy that is missing, not JSON or wrong is a usage error', async (t) => {
  const folder = await runFolder(t, allShown());
  const policy = join(folder, 'policy.json');
  const gate = () => call(t, 'gate', folder, '--policy', policy);
  await assert.rejects(gate, { exitCode: 64, message: /could not be read/ });
  await assert.rejects(() => call(t, 'gate', folder, '--policy', 'as-promise'), {
    exitCode: 64,
    message: /could not be read.*Did you mean "as-promised"/,
  });
  await writeFile(policy, '{');
  await assert.rejects(gate, { exitCode: 64, message: /is not YAML or JSON/ });
  await writeFile(policy, '{"policy":1,"latencies":[]}');
  await assert.rejects(gate, {
    exitCode: 64,
    message: /latencies \(line 1, column 13\): there is no such field\. Did you mean "latency"/,
  });
});

test('--init prints a policy that decides on the run, and decides nothing itself', async (t) => {
  const folder = await runFolder(t, allShown());
  const { code, printed } = await call(t, 'gate', '--init', folder);
  assert.equal(code, undefined);
  const policy = join(folder, 'holdfast.policy.yaml');
  await writeFile(policy, printed);
  const { printed: decided } = await call(t, 'gate', folder, '--policy', policy);
  assert.match(decided, /by the policy[^]*Do not release: MemoryStore does not promise/);
});

test('--against compares with a baseline, and the comment has the figures of both first', async (t) => {
  const [here, baseline] = [await runFolder(t, redisLostAWrite()), await runFolder(t, allShown())];
  const { code, printed } = await call(t, 'gate', here, '--policy', 'as-promised', '--against', baseline);
  assert.equal(code, 1);
  assert.match(printed, /cannot tell: about/);
  const comment = await readFile(join(here, 'gate.md'), 'utf8');
  assert.match(
    comment,
    /\| Verdict \| Experiment \| Figure \| Baseline \| Here \| Change \(95 %\) \| Margin \| Decision \|/,
  );
  assert.match(comment, /<summary>Not worse than the baseline: \d+<\/summary>/);
  assert.match(await readFile(join(here, 'junit.xml'), 'utf8'), /\[against\/redis/);
  assert.match(await readFile(join(here, 'gate.html'), 'utf8'), /What changed/);
  await assert.rejects(() => call(t, 'gate', here, '--against', '/nowhere'), { exitCode: 64 });
});

test('report writes both pages again and says where', async (t) => {
  const folder = await runFolder(t, allShown());
  const { printed } = await call(t, 'report', join(folder, 'results.json'));
  assert.equal(printed, `${join(folder, 'report.html')}\n${join(folder, 'report.md')}\n`);
  assert.match(await readFile(join(folder, 'report.html'), 'utf8'), /^<!doctype html>/);
});
