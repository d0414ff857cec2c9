import assert from 'node:assert/strict';
import { test } from 'node:test';
import { abSchema } from '../model/ab.ts';
import type { ExperimentResult, Results } from '../model/results.ts';
import { experiment, fault } from '../report/testing/experiments.ts';
import { run } from '../report/testing/runs.ts';
import { decideAb } from './decide-ab.ts';
import { POLICIES } from './policy.ts';

const ROUNDS = 8;
const names = (side: string) => Array.from({ length: ROUNDS }, (_, at) => `${at + 1}-${side}`);
const plan = abSchema.parse({
  ab: 1,
  name: 'today-ab',
  command: 'holdfast ab mongo "redis --resave"',
  seed: 'a',
  startedAt: '2026-11-21T08:31:58.000Z',
  holdfast: '0.1.0',
  baseline: { name: 'mongo', runs: names('baseline') },
  candidate: { name: 'redis --resave', runs: names('candidate') },
});

/** Rounds of one side, whose latency is so many times the usual. */
function rounds(store: 'redis' | 'mongo', factor = 1, changes: Partial<ExperimentResult> = {}): Results[] {
  return names(store).map((name, at) => {
    const usual = experiment(store, changes);
    const times = factor * (1 + at / 100);
    const latency = usual.latency.map(({ op, fromIntended, fromSend }) => ({
      op,
      fromIntended: { ...fromIntended, p50Ms: fromIntended.p50Ms * times, p99Ms: fromIntended.p99Ms * times },
      fromSend: { ...fromSend, p50Ms: fromSend.p50Ms * times, p99Ms: fromSend.p99Ms * times },
    }));
    const one = run([{ ...usual, latency }]);
    const command = `holdfast run --store ${store}${store === 'redis' ? ' --resave' : ''} --seed ${at}`;
    return { ...one, run: { ...one.run, name, command } };
  });
}

const decided = (candidate: readonly Results[], baseline: readonly Results[]) =>
  decideAb({ plan, candidate, baseline }, POLICIES['as-promised'], 'as-promised');

const faults = (store: string) => ({ faults: [fault('server-crash', 5000, { target: store })] });

test('stores and settings that differ are what is compared, also where a fault goes by the name of the store', () => {
  const same = decided(rounds('redis', 1, faults('redis')), rounds('mongo', 1, faults('mongo')));
  const compared = same.checks.filter(({ delta }) => delta !== undefined);
  assert.ok(compared.some(({ delta }) => delta?.figure === 'p50 of read from the send'));
  assert.deepEqual(
    compared.filter(({ delta }) => delta?.doubt?.includes('same')).map(({ message }) => message),
    [],
  );
});

test('a candidate that is slower by more than the margin fails, and one that is not passes', () => {
  assert.equal(decided(rounds('redis', 1.5), rounds('mongo')).verdict, 'fail');
  assert.equal(decided(rounds('redis'), rounds('mongo')).verdict, 'pass');
});

test('where rounds are missing nothing is compared, however it looks', () => {
  const half = decided(rounds('redis', 9).slice(0, 7), rounds('mongo'));
  assert.equal(half.verdict, 'unknown');
  assert.match(half.checks[0]?.message ?? '', /^15 of 16 runs that were planned are there$/);
  assert.ok(half.checks.every(({ delta }) => delta === undefined || delta.is === 'cannot tell'));
  assert.equal(decided([], []).verdict, 'unknown');
});

test('what each round has is told once, with in how many rounds', () => {
  const lost = { verdict: 'fail' as const, anomalyCounts: { 'lost-write': 1 } };
  const candidate = [...rounds('redis').slice(1), ...rounds('redis', 1, lost).slice(0, 1)];
  const { checks } = decided(candidate, rounds('mongo'));
  const found = checks.filter(({ id }) => id.startsWith('anomaly/'));
  assert.equal(found.length, 1);
  assert.match(found[0]?.message ?? '', /in 1 of 8 rounds$/);
});
