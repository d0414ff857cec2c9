import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import express from 'express';
import { serve } from '../../app/testing.ts';
import type { Line, OperationLine } from '../../protocol/history.ts';
import { temporaryFolder } from '../../test/holdfast.ts';
import { Recording } from '../history/recording.ts';
import { openHistory } from '../history/writer.ts';
import type { Experiment } from '../model/plan.ts';
import { Parts } from './parts.ts';

const ID = 'redis/register';
const experiment = {
  id: ID,
  subject: { store: 'redis' },
  load: { clients: 2, generators: 2 },
} as unknown as Experiment;
/** By so much the clock in the cluster is ahead of the harness's. */
const AHEAD_MS = 60_000;

const clock = () =>
  serve(
    express().get('/', (_request, response) => {
      response.type('text/plain').send((performance.timeOrigin + performance.now() + AHEAD_MS).toFixed(3));
    }),
  );

const reading = (at: number) => ({ clock: 'exporter', at, offset: 0, error: 0.5 });

/** What a generator in the cluster records whose clock is that of the exporter. */
function runner(client: string, epochMs: number, { ends = true } = {}): string {
  const terms = { workload: 'register', ttlMs: 600_000, renewedBy: 'save', instances: 1, clients: 2 };
  const op = { op: 'create', session: `s-${client}`, client, value: client, outcome: 'ok' };
  const lines = [
    { history: 1, recorder: 'k6' },
    { experiment: ID, epochMs, store: 'redis', ...terms },
    reading(0),
    { ...op, due: 10, start: 10, end: 12, status: 201 },
    reading(20),
    { done: client, at: 20, operations: 1 },
    ...(ends ? [{ end: ID, at: 21 }] : []),
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

async function recorded({
  runners,
  tells = true,
}: {
  runners: (epochMs: number) => Record<string, string>;
  tells?: boolean;
}): Promise<{ lines: Line[]; file: string }> {
  await using folder = await temporaryFolder();
  await using exporter = await clock();
  const url = tells ? exporter.url : 'http://127.0.0.1:1';
  const file = join(folder.path, 'history.ndjson');
  {
    await using history = await openHistory(file);
    history.write({ history: 1, run: 'a run', planned: [ID] });
    const parts = await Parts.open(folder.path, experiment);
    const recording = new Recording(parts.history, () => {});
    await parts.begin(recording, url);
    const onset = { fault: 'app-crash', id: 'f1', target: 'app-1' } as const;
    recording.add({ ...onset, phase: 'onset', at: recording.clock() });
    recording.add({ ...onset, phase: 'healed', at: recording.clock() });
    await mkdir(parts.runners);
    for (const [name, text] of Object.entries(runners(Date.now() + AHEAD_MS)))
      await writeFile(join(parts.runners, name), text);
    await parts.end(recording, url);
    recording.finish();
    await parts.mergeInto(history);
  }
  const text = await readFile(file, 'utf8');
  return {
    file,
    lines: text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line),
  };
}

const two = (epochMs: number) => ({
  'one.ndjson': runner('c1', epochMs),
  'two.ndjson': runner('c2', epochMs),
});

test('what generators saw and what the harness did become one experiment, in the time of one clock', async () => {
  const { lines } = await recorded({ runners: two });
  assert.deepEqual(
    lines.filter((line) => 'history' in line).map((line) => line.run),
    ['a run'],
  );
  const experiments = lines.filter((line) => 'experiment' in line);
  assert.equal(experiments.length, 1);
  assert.deepEqual(
    [experiments[0]?.workload, experiments[0]?.clients, experiments[0]?.ttlMs],
    ['register', 2, 600_000],
  );
  const operations = lines.filter((line): line is OperationLine => 'op' in line);
  assert.deepEqual(operations.map(({ client }) => client).toSorted(), ['c1', 'c2']);
  const onset = lines.find((line) => 'fault' in line);
  // Clocks that are a minute apart, and what happened within a second.
  assert.ok(onset !== undefined && Math.abs(onset.at - (operations[0]?.start ?? 0)) < 10_000);
  const end = lines.find((line) => 'end' in line && 'operations' in line && !('op' in line));
  assert.equal((end as { operations?: number }).operations, 2);
});

test('a generator that came to no end leaves the experiment without one', async () => {
  const { lines } = await recorded({
    runners: (epochMs) => ({ ...two(epochMs), 'two.ndjson': runner('c2', epochMs, { ends: false }) }),
  });
  assert.equal(lines.filter((line) => 'op' in line).length, 2);
  assert.equal(
    lines.some((line) => 'end' in line && !('op' in line)),
    false,
  );
});

test('what cannot be brought together leaves what the harness recorded, and says why no verdict comes of it', async () => {
  const { lines } = await recorded({
    runners: (epochMs) => ({ 'one.ndjson': runner('c1', epochMs), 'two.ndjson': runner('c1', epochMs) }),
  });
  assert.equal(lines.filter((line) => 'fault' in line).length, 2);
  const [spoils] = lines.flatMap((line) => ('note' in line && line.spoils ? line.note : []));
  assert.match(spoils ?? '', /could not be brought together with it: client c1 is in /);
});

test('a clock that nobody tells spoils the experiment', async () => {
  const { lines } = await recorded({ runners: two, tells: false });
  const [spoils] = lines.flatMap((line) => ('note' in line && line.spoils ? line.note : []));
  assert.match(spoils ?? '', /did not tell the time/);
});
