import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExperimentResult, Results } from '../../model/results.ts';
import { experiment, fault } from '../../report/testing/experiments.ts';
import { run } from '../../report/testing/runs.ts';
import { decideAgainst } from '../decide.ts';
import type { Check } from '../decision.ts';
import { POLICIES } from '../policy.ts';
import { compareRounds } from './compare-rounds.ts';

let made = 0;

/** A run of its own, whose latency is so many times the usual. */
function round(factor = 1, changes: Partial<ExperimentResult> = {}, ofRun: Partial<Results> = {}): Results {
  const usual = experiment('redis', changes);
  const times = (quantiles: ExperimentResult['latency'][number]['fromSend']) => ({
    ...quantiles,
    p50Ms: quantiles.p50Ms * factor,
    p99Ms: quantiles.p99Ms * factor,
  });
  const latency = usual.latency.map(({ op, fromIntended, fromSend }) => ({
    op,
    fromIntended: times(fromIntended),
    fromSend: times(fromSend),
  }));
  const one = run([{ ...usual, latency }], ofRun);
  return { ...one, run: { ...one.run, name: `run-${++made}` } };
}
const rounds = (count: number, factor = 1, changes: Partial<ExperimentResult> = {}) =>
  Array.from({ length: count }, (_, at) => round(factor * (1 + at / 100), changes));
const compare = (candidate: readonly Results[], baseline: readonly Results[]) =>
  compareRounds(candidate, baseline, {
    design: 'apart',
    margins: [],
    isAllowed: (_, kind) => kind === 'lost-update',
  });
const condition = (checks: readonly Check[]) =>
  checks.find(({ id }) => id.startsWith('against/conditions'))?.message ?? '';

const of = (checks: readonly Check[], id: string) => {
  const found = checks.find((check) => check.id === `against/${id}`);
  assert.ok(found, `${id} is not among ${checks.map((each) => each.id).join(', ')}`);
  return found;
};
const P50 = 'redis/register/p50 of read from the send';
const spoilt = (count: number): Partial<ExperimentResult> => ({
  verdict: 'fail',
  anomalyCounts: { 'stale-read': count },
});
const STALE = 'redis/register/stale-read per occasion';

test('eight rounds a side tell the same from what is half as slow again', () => {
  const same = compare(rounds(8), rounds(8));
  assert.deepEqual(
    same.filter(({ verdict }) => verdict !== 'pass'),
    [],
  );
  const slow = compare(rounds(8, 1.5), rounds(8));
  assert.equal(of(slow, P50).verdict, 'fail');
  assert.equal(of(slow, P50).delta?.is, 'worse');
  assert.equal(of(slow, 'redis/register/throughput-per-second').verdict, 'pass');
});

test('latencies are those of the steady load, where every round has it', () => {
  const steady = experiment('redis').latency.map(({ steady: one }) => one);
  const withSteady = (all: readonly Results[]) =>
    all.map((results) => ({
      ...results,
      experiments: results.experiments.map((each) => ({
        ...each,
        latency: each.latency.map((row, at) => ({ ...row, steady: steady[at] })),
      })),
    }));
  // Half as slow again while the app is cold, or in the last look.
  const [slow, usual] = [rounds(8, 1.5), rounds(8)];
  assert.equal(of(compare(withSteady(slow), withSteady(usual)), P50).verdict, 'pass');
  assert.equal(of(compare(withSteady(slow), usual), P50).verdict, 'fail');
});

test('one round a side tells nothing of latency, and how many more it takes', () => {
  const check = of(compare(rounds(1, 9), rounds(1)), P50);
  assert.equal(check.verdict, 'unknown');
  assert.match(check.message, /^cannot tell: .* it takes about \d+ rounds more on each side$/);
});

test('a kind of anomaly that is new is never a pass, and is worse where every round of many has it', () => {
  assert.equal(of(compare(rounds(1, 1, spoilt(9)), rounds(1)), STALE).verdict, 'unknown');
  assert.equal(of(compare(rounds(8, 1, spoilt(9)), rounds(8)), STALE).verdict, 'fail');
  assert.equal(of(compare(rounds(8), rounds(8, 1, spoilt(9))), STALE).verdict, 'pass');
});

test('lost updates, of which any number is allowed, are listed', () => {
  const changes = { verdict: 'fail' as const, anomalyCounts: { 'lost-update': 9 } };
  const check = of(compare(rounds(1, 1, changes), rounds(1)), 'redis/register/lost-update per occasion');
  assert.equal(check.allowed, 'policy');
});

test('what is of another machine goes by no clock, and what is of other settings by nothing', () => {
  const machine = { ...run([]).machine, cores: 16 };
  const other = compare(
    Array.from({ length: 8 }, () => round(1, {}, { machine })),
    rounds(8),
  );
  assert.match(of(other, P50).message, /do not have the same cores$/);
  assert.match(condition(other), /^cores: 16 and 2: /);
  assert.equal(of(other, STALE).verdict, 'pass');
  const busy = { generator: { ...experiment('redis').generator, intendedPerSecond: 900 } };
  assert.match(of(compare(rounds(8, 1, busy), rounds(8)), STALE).message, /do not have the same load/);
  const flags = Array.from({ length: 8 }, () => round());
  for (const { run } of flags) run.command = 'holdfast prove --rolling --seed 1';
  const unlike = compare(flags, rounds(8));
  assert.match(of(unlike, STALE).message, /do not have the same flags$/);
  assert.match(condition(unlike), /^flags: --rolling and none of these: nothing can be compared; run both/);
});

test('another version of the store is said, and may be what is tested', () => {
  const versions = run([]).versions.map((each) => (each.name === 'k6' ? each : { ...each, version: '9' }));
  const checks = compare(
    Array.from({ length: 8 }, () => round(1, {}, { versions })),
    rounds(8),
  );
  const said = checks.filter(({ id }) => id.startsWith('against/conditions'));
  assert.equal(said.length, 2);
  assert.ok(said.every(({ verdict, allowed }) => verdict === 'pass' && allowed === 'policy'));
  assert.equal(of(checks, P50).verdict, 'pass');
});

test('a run that is given twice is no round more', () => {
  const [one, ...others] = rounds(8) as [Results, ...Results[]];
  const baseline = rounds(8);
  assert.equal(of(compare([one, one, ...others], baseline), 'rounds').verdict, 'unknown');
  assert.equal(of(compare(baseline, baseline), 'rounds').verdict, 'unknown');
});

test('a round that cannot be trusted is not left out in silence', () => {
  const doubtful = round(1, {
    generator: { ...experiment('redis').generator, verdict: 'unknown', reason: 'busy' },
  });
  const check = of(compare([doubtful, ...rounds(8)], rounds(8)), P50);
  assert.match(check.message, /without 1 round and 0 of the baseline: .*busy/);
  assert.match(check.delta?.leftOut ?? '', /busy/);
  const again = { ...doubtful, run: { ...doubtful.run, name: 'another' } };
  const many = of(compare([doubtful, again, ...rounds(7)], rounds(9)), P50);
  assert.equal(many.verdict, 'unknown');
  assert.match(many.message, /cannot tell: .*busy/);
});

test('an experiment or a fault that only the baseline has is unknown', () => {
  assert.equal(of(compare([run([experiment('mongo')])], rounds(1)), 'redis/register').verdict, 'unknown');
  const faults = [fault('app-crash', 5000)];
  const check = of(compare(rounds(8), rounds(8, 1, { faults })), STALE);
  assert.match(check.message, /do not have the same faults/);
});

test('a decision with a baseline is a fail where a round fails by itself or is worse', () => {
  const decide = (candidate: Results[]) =>
    decideAgainst(candidate as [Results, ...Results[]], rounds(8), POLICIES['as-promised'], 'as-promised');
  assert.equal(decide(rounds(8)).verdict, 'pass');
  assert.equal(decide(rounds(8, 2)).verdict, 'fail');
  assert.equal(decide([...rounds(7), round(1, spoilt(1))]).verdict, 'fail');
  assert.equal(decide(rounds(1)).verdict, 'unknown');
});

const by = (...margins: { figure: string; margin: number; store?: string }[]) =>
  compareRounds(rounds(8, 1.5), rounds(8), { design: 'apart', margins, isAllowed: () => false });

test('a margin of the policy decides, the last that matches; one that matches nothing is unknown', () => {
  const wide = { figure: 'p?? of *', margin: 0.9, because: 'nobody waits for it' };
  const check = of(by({ figure: 'p50 of *', margin: 0 }, wide), P50);
  assert.equal(check.verdict, 'pass');
  assert.match(check.title, /by more than 90 %/);
  assert.match(check.message, /policy rule against\[1\]: nobody waits for it/);
  assert.equal(of(by(wide, { figure: 'p50 of *', margin: 0 }), P50).verdict, 'fail');
  const idle = by({ figure: 'p50 of raed *', margin: 1 }, { figure: '*', margin: 1, store: 'redsi' });
  assert.deepEqual(
    idle.filter(({ id }) => id.startsWith('policy/')).map(({ id, verdict }) => [id, verdict]),
    [
      ['policy/against[0]', 'unknown'],
      ['policy/against[1]', 'unknown'],
    ],
  );
});

test('a quantile of too few operations is not compared and said so, unless the policy asks for it', () => {
  const few = rounds(8).map((results) => ({
    ...results,
    experiments: results.experiments.map((each) => ({
      ...each,
      latency: each.latency.map((row) => ({ ...row, fromSend: { ...row.fromSend, count: 25 } })),
    })),
  }));
  const checks = compare(
    few,
    few.map((results) => ({ ...results, run: { ...results.run, name: `b-${++made}` } })),
  );
  const P99 = 'redis/register/p99 of read from the send';
  assert.equal(
    checks.some(({ id }) => id === `against/${P99}`),
    false,
  );
  const said = of(checks, 'redis/register/not compared');
  assert.deepEqual([said.verdict, said.allowed], ['pass', 'not compared']);
  assert.match(said.title, /p99 of read from the send/);
  assert.match(said.message, /p99 takes 100 operations at least; there were 25/);
  assert.equal(of(checks, P50).verdict, 'pass');
  // A baseline that has enough of them is not to be passed by having fewer.
  const fewer = of(compare(few, rounds(8)), P99);
  assert.equal(fewer.verdict, 'unknown');
  assert.match(fewer.message, /there were 25/);
  const asked = compareRounds(few, rounds(8), {
    design: 'apart',
    margins: [{ figure: 'p99 of *', margin: 0.5 }],
    isAllowed: () => false,
  });
  assert.equal(of(asked, P99).verdict, 'unknown');
  assert.match(of(asked, P99).message, /p99 takes 100 operations at least/);
});
