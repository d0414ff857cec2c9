import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experiment, fault } from '../report/testing/experiments.ts';
import type { ExperimentResult } from '../model/results.ts';
import { judgeCharges, type Held } from './charges.ts';

const APP = fault('app-crash', 5);
const SERVER = fault('server-crash', 9);
const WIRE = fault('wire-down', 12);

type Part = Partial<NonNullable<ExperimentResult['charges']>[number]>;

/** What 40 lost sessions come to on a store that makes these promises, of those that are put to the test. */
function judged(promised: string[], charges: Part[] | undefined, changes: Partial<ExperimentResult> = {}) {
  const tested = ['survives-app-restart', 'survives-server-restart'];
  const held: Held = {
    name: 'Mine',
    isPromised: (promise) => promised.includes(promise),
    isRequired: () => false,
    isSilent: false,
  };
  const made = experiment('mine', {
    faults: [APP, SERVER, WIRE],
    promises: tested.filter((id) => promised.includes(id)).map((id) => ({ id, source: 'its readme' })),
    notPromised: tested.filter((id) => !promised.includes(id)),
    ...(charges && {
      charges: charges.map((charge) => ({
        kind: 'lost-session',
        faults: [],
        count: 40,
        unsaved: 0,
        ...charge,
      })),
    }),
    ...changes,
  });
  const count = charges?.reduce((sum, { count = 40 }) => sum + count, 0) ?? 40;
  return judgeCharges(made, 'lost-session', count, held);
}

test('an excuse goes by the fault at work, not by another one of the same experiment', () => {
  const atApp = { faults: [APP.id] };
  const atServer = { faults: [SERVER.id] };
  assert.equal(judged(['survives-app-restart'], [atServer]).verdict, 'pass');
  assert.deepEqual(judged(['survives-app-restart'], [atApp]), {
    verdict: 'fail',
    message: '40 found; 40 at app-crash: Mine promises survives-app-restart',
  });
  assert.equal(judged(['survives-app-restart'], [atApp, atServer]).verdict, 'fail');
  assert.equal(judged(['survives-server-restart'], [atApp]).verdict, 'pass');
});

test('what either of two faults may have done is unknown where only one of them is excused', () => {
  const either = [{ faults: [APP.id, SERVER.id] }];
  const open = judged(['survives-app-restart'], either);
  assert.equal(open.verdict, 'unknown');
  assert.match(open.message, /40 at app-crash or server-crash: .*it may have been either/);
  assert.equal(judged([], either).verdict, 'pass');
  assert.equal(judged(['survives-app-restart', 'survives-server-restart'], either).verdict, 'fail');
});

test('what was lost outside of every fault is excused by no promise that was not made', () => {
  assert.deepEqual(judged([], [{ faults: [], count: 500 }]), {
    verdict: 'fail',
    message: '500 found; 500 outside of every fault',
  });
});

test('no promise speaks of a wire: what it loses is a failure, and what it may have lost is not excused', () => {
  assert.equal(judged([], [{ faults: [WIRE.id] }]).verdict, 'fail');
  assert.equal(judged([], [{ faults: [WIRE.id, APP.id] }]).verdict, 'unknown');
});

test('that instances share nothing excuses what another did not find, and not what one lost that had it', () => {
  const alone = { faults: [], notPromised: ['shared-between-instances'], instances: 2 };
  assert.equal(judged([], [{}], alone).verdict, 'pass');
  assert.equal(judged([], [{ atOneInstance: true }], alone).verdict, 'fail');
});

test('older results that do not say what was at work excuse nothing for certain', () => {
  const old = judged([], undefined);
  assert.equal(old.verdict, 'unknown');
  assert.match(old.message, /check the run again/);
  const timed = { anomalyTimes: [{ kind: 'lost-session', atMs: 5, fault: APP.id, count: 40 }] };
  assert.equal(judged([], undefined, timed).verdict, 'pass');
});
