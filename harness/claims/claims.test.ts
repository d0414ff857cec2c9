import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allShown, mongoMissing, redisLostAWrite } from '../report/testing/runs.ts';
import type { ExperimentResult } from '../report/results.ts';
import { CLAIMS } from './catalogue.ts';
import { testClaim } from './claim.ts';

/** The experiments of a made-up run, with one of them changed. */
function changed(id: string, change: (experiment: ExperimentResult) => void): ExperimentResult[] {
  const experiments = structuredClone(allShown().experiments);
  const found = experiments.find((experiment) => experiment.id === id);
  assert.ok(found, `no experiment ${id}`);
  change(found);
  return experiments;
}

const verdictsOf = (experiments: readonly ExperimentResult[], id: string, store: string) =>
  CLAIMS.filter((claim) => claim.id === id && claim.store === store).map((claim) =>
    testClaim(claim, experiments),
  );

test('a claim whose experiment was not run, or is spoiled, is unknown and says why', () => {
  const [missing] = verdictsOf(mongoMissing().experiments, 'C6', 'mongo');
  assert.equal(missing?.verdict, 'unknown');
  assert.match(missing?.reason ?? '', /mongo\/restart was not run/);
  const spoiled = changed('memory/growth', ({ problems }) => problems.push('app-1 ended by itself'));
  assert.equal(verdictsOf(spoiled, 'C1', 'memory')[0]?.verdict, 'unknown');
});

test('one lost write refutes that a store keeps everything, and is named', () => {
  const found = verdictsOf(redisLostAWrite().experiments, 'C5', 'redis');
  const refuted = found.filter(({ verdict }) => verdict === 'refuted');
  assert.equal(refuted.length, 1);
  assert.match(refuted[0]?.reason ?? '', /lost-write/);
});

test('a fault that did not take effect shows nothing', () => {
  for (const store of ['memory', 'redis']) {
    const experiments = changed(`${store}/restart`, ({ faults }) => {
      for (const fault of faults) fault.tookEffect = false;
    });
    const [claim] = verdictsOf(experiments, store === 'memory' ? 'C2' : 'C5', store);
    assert.equal(claim?.verdict, 'unknown', store);
  }
});

test('MemoryStore that kept a session through a restart refutes that it loses all', () => {
  const experiments = changed('memory/restart', ({ faults }) => {
    const [fault] = faults;
    assert.ok(fault);
    fault.sessionsLost = (fault.sessionsBefore ?? 1) - 1;
  });
  assert.equal(verdictsOf(experiments, 'C2', 'memory')[0]?.verdict, 'refuted');
});

test('no acknowledged write, or no session to lose, is unknown and never shown', () => {
  const idle = changed('redis/restart', ({ counts }) => {
    counts.writesAcknowledged = 0;
    counts.writesLost = 0;
  });
  assert.equal(verdictsOf(idle, 'C5', 'redis')[0]?.verdict, 'unknown');
  const empty = changed('memory/restart', ({ faults }) => {
    for (const fault of faults) fault.sessionsBefore = fault.sessionsLost = 0;
  });
  assert.equal(verdictsOf(empty, 'C2', 'memory')[0]?.verdict, 'unknown');
});

/** MemoryStore's growth with another slope. */
function slope(low: number, high: number, smallestVisible: number): ExperimentResult[] {
  return changed('memory/growth', ({ growth }) => {
    assert.ok(growth?.app.slope);
    Object.assign(growth.app.slope, { bytesPerSession: (low + high) / 2, low, high, smallestVisible });
  });
}

test('a slope that cannot be told from zero refutes growth only if a session would have been seen', () => {
  assert.equal(verdictsOf(slope(-20, 30, 40), 'C1', 'memory')[0]?.verdict, 'refuted');
  assert.equal(verdictsOf(slope(-900, 1500, 2000), 'C1', 'memory')[0]?.verdict, 'unknown');
});

test('a heap that gave half of it back neither shows nor refutes that it is kept', () => {
  const experiments = changed('memory/growth', ({ growth }) => {
    assert.ok(growth);
    growth.app.heldAfterTtl = 0.5;
  });
  assert.equal(verdictsOf(experiments, 'C1', 'memory')[0]?.verdict, 'unknown');
});

const warning =
  'app-1 printed before its first request: Warning: connect.session() MemoryStore is not designed';

/** What comes of the claim about the warning where these were noted in production and in development. */
function told(production: string[], development: string[]) {
  const [one] = allShown().experiments;
  assert.ok(one);
  const experiments = [
    { ...one, id: 'memory/growth', notes: production },
    { ...one, id: 'memory/two-instances', notes: development },
  ];
  return verdictsOf(experiments, 'C4', 'memory')[0]?.verdict;
}

test('the warning is shown only if it comes in production and does not in development', () => {
  assert.equal(told([warning], []), 'shown');
  assert.equal(told([], []), 'refuted');
  assert.equal(told([warning], [warning]), 'refuted');
});
