import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { abCommandLine, abSides } from './ab-sides.ts';
import { createProgram } from './program.ts';

const never = new AbortController().signal;

/** What `holdfast ab` would run, found as it finds it. */
async function sidesOf(...words: string[]) {
  const program = createProgram();
  const command = program.commands.find((each) => each.name() === 'ab') ?? assert.fail('no ab');
  let sides: Awaited<ReturnType<typeof abSides>> | undefined;
  command.action(async (baseline: string, candidate: string) => {
    sides = await abSides({ baseline, candidate }, { command, seed: 's', rounds: 3, signal: never });
  });
  await program.parseAsync(['ab', ...words], { from: 'user' });
  return { sides: sides ?? assert.fail('nothing was done'), command };
}
const experimentOf = ({ of }: { of: (seed: string) => { experiments: readonly unknown[] } }) =>
  of('s-1').experiments[0] as {
    subject: { store: string; resave: boolean; ttlMs: number };
    load: { durationMs: number };
  };

test('a side has its store and the settings in its quotes; what is asked is the same for both', async () => {
  const { sides } = await sidesOf('memory', 'redis --resave --ttl 9s', '--rate', '50', '--quick');
  const [baseline, candidate] = [experimentOf(sides.baseline), experimentOf(sides.candidate)];
  assert.deepEqual(
    [baseline.subject.store, baseline.subject.resave, baseline.subject.ttlMs],
    ['memory', false, 600_000],
  );
  assert.deepEqual(
    [candidate.subject.store, candidate.subject.resave, candidate.subject.ttlMs],
    ['redis', true, 9000],
  );
  assert.deepEqual(baseline.load, candidate.load);
});

async function durationOf(...flags: string[]): Promise<number> {
  const { load } = experimentOf((await sidesOf('memory', 'memory', ...flags)).sides.candidate);
  return load.durationMs;
}

test('a round is short, but for one of growth, which takes readings enough for a slope', async () => {
  assert.equal(await durationOf(), 5000);
  assert.equal(await durationOf('--quick'), 4000);
  assert.equal(await durationOf('--workload', 'growth', '--quick'), 10_000);
  assert.equal(await durationOf('--workload', 'growth', '--duration', '7s'), 7000);
});

test('a store that is not known gets the nearest name, and a side that is asked for something else is refused', async () => {
  await assert.rejects(sidesOf('redis', 'reddis'), {
    exitCode: 64,
    message: /"reddis"\. Did you mean "redis"/,
  });
  await assert.rejects(sidesOf('redis', 'redis --rate 9'), {
    exitCode: 64,
    message: /rate is 400 for the baseline and 9 for the candidate/,
  });
});

test('an experiment of the config is a side', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-ab-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'holdfast.config.json');
  const experiments = { now: { store: 'memory' }, next: { store: 'memory', rolling: true } };
  await writeFile(file, JSON.stringify({ run: { clients: 7 }, experiments }));
  const { sides } = await sidesOf('now', 'next', '--config', file);
  const { subject, load } = experimentOf(sides.candidate);
  assert.deepEqual(
    [subject, load],
    [
      { ...subject, rolling: true },
      { ...load, clients: 7 },
    ],
  );
  await assert.rejects(sidesOf('now', 'nxt', '--config', file), /Did you mean "next"/);
});

test('the command that is written down makes the same again, and shows no secret', async () => {
  const { sides, command } = await sidesOf('memory', 'memory --secrets hush,older', '--rate', '50');
  const line = abCommandLine(command, sides, { seed: 's', rounds: 3 });
  assert.match(line, /^holdfast ab memory 'memory --secrets \S+' --rate 50 --rounds 3 --seed s$/);
  assert.doesNotMatch(line, /hush|older/);
  assert.doesNotMatch(sides.candidate.name, /hush|older/);
});
