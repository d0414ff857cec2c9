import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judged as judgedStory } from '../checker/oracle/story.ts';
import { proofExperiments } from '../plan/prove.ts';
import type { PromiseId } from '../../protocol/promises.ts';
import type { Verdict } from '../model/results.ts';
import type { Workload } from '../model/workloads.ts';
import { promisesTested, standing, unlessTied } from './promises.ts';

const [planned] = proofExperiments(['redis'], 1);
assert.ok(planned);
/** A story is too short to say that its subject serves. */
function judged(story: string, verdict: Verdict = 'pass') {
  const judgement = judgedStory(story);
  const checkers = judgement.checkers.map((each) =>
    each.checker === 'unserved' ? { checker: each.checker, verdict, count: 0, tested: 100 } : each,
  );
  return { ...judgement, checkers };
}

/** Where a promise stands after a story; its faults are named for their kinds. */
function after(story: string, promise: PromiseId, subject: object = {}, workload: Workload = 'register') {
  assert.ok(planned);
  const judgement = judged(story);
  const faults = [...story.matchAll(/^fault (\S+)/gm)].map(([, id = '']) => ({
    id,
    kind: id.replace(/#.*/, ''),
    sessionsBefore: judgement.perFault.find((toll) => toll.id === id)?.sessionsBefore ?? 0,
  }));
  return standing(
    { subject: { ...planned.subject, ...subject }, load: { ...planned.load, workload } },
    judgement,
    promise,
    faults,
  );
}
const verdictOf = (...given: Parameters<typeof after>) => after(...given).verdict;

const CRASH = 'fault app-crash 10-12\n';
const SERVER = 'fault server-crash 20-22\n';
const WRITTEN = '0-1 c create\n2-3 c write a=1\n';

test('a promise is kept where nothing that would break it was found, and it had occasion to show', () => {
  assert.equal(verdictOf(`${CRASH}${WRITTEN}14-15 c read a -> 1`, 'survives-app-restart'), 'kept');
  assert.equal(verdictOf(`${CRASH}${WRITTEN}14-15 c read a absent`, 'survives-app-restart'), 'broken');
  assert.equal(verdictOf(`${CRASH}0-1 c create`, 'survives-app-restart'), 'not tested');
});

test('each of two faults in one run is charged with what it took itself', () => {
  const both = `${CRASH}${SERVER}${WRITTEN}14-15 c read a -> 1\n24-25 c read a absent`;
  assert.equal(verdictOf(both, 'survives-app-restart'), 'kept');
  assert.equal(verdictOf(both, 'survives-server-restart'), 'broken');
  const first = `${CRASH}${SERVER}${WRITTEN}14-15 c read a absent\n24-25 c read a absent`;
  assert.equal(verdictOf(first, 'survives-app-restart'), 'broken');
  assert.equal(verdictOf(first, 'survives-server-restart'), 'not tested');
});

test('what either of two faults may have taken breaks neither promise, and leaves neither kept', () => {
  const story = `${CRASH}${SERVER}${WRITTEN}0-1 d@t create\n14-15 d@t read\n24-25 d@t read\n26-27 c read a absent`;
  for (const promise of ['survives-app-restart', 'survives-server-restart'] as const) {
    const { verdict, why = '' } = after(story, promise);
    assert.equal(verdict, 'not tested');
    assert.match(why, /may be of this or of survives-/);
  }
});

test('two faults of one kind break one promise, whichever of them it was', () => {
  const story = `${CRASH}fault app-restart 20-22\n${WRITTEN}26-27 c read a absent`;
  assert.equal(verdictOf(story, 'survives-app-restart'), 'broken');
});

test('what is lost outside of every fault breaks no promise to outlive one', () => {
  const story = `${CRASH}${WRITTEN}0-1 d@t create\n14-15 c read a -> 1\n14-15 d@t read\n16-17 d@t read absent`;
  assert.equal(verdictOf(story, 'survives-app-restart'), 'kept');
});

test('that instances share nothing does not explain what one lost that had it', () => {
  const made = '0-1 c create on=app-1\n2-3 c read on=app-1\n';
  const two = { instances: 2 };
  assert.equal(verdictOf(`${made}4-5 c read absent on=app-2`, 'shared-between-instances', two), 'broken');
  assert.equal(verdictOf(`${made}4-5 c read absent on=app-1`, 'shared-between-instances', two), 'kept');
  const here = `${CRASH}${made}14-15 c read absent on=app-1`;
  assert.equal(verdictOf(here, 'survives-app-restart', two), 'broken');
  const there = `${CRASH}${made}14-15 c read absent on=app-2`;
  assert.equal(verdictOf(there, 'survives-app-restart', two), 'not tested');
});

test('a loss of the middleware, which acknowledged a save that failed, breaks no promise of the store', () => {
  const server = 'fault server-restart 4-5\n';
  const lost = '4-5 c write a=2 on=app-1\n6-7 c read a -> 1\n';
  const unsaved = 'unsaved 4-6 app-1\n';
  assert.equal(verdictOf(`${server}${WRITTEN}${lost}`, 'survives-server-restart'), 'broken');
  assert.equal(verdictOf(`${unsaved}${server}${WRITTEN}${lost}`, 'survives-server-restart'), 'not tested');
});

test('so does a session whose creation was acknowledged and never saved', () => {
  const gone = 'fault server-restart 1-2\n0-1 c create on=app-1\n2-3 c read a absent\n';
  assert.equal(verdictOf(gone, 'survives-server-restart'), 'broken');
  assert.equal(verdictOf(`unsaved 0-2 app-1\n${gone}`, 'survives-server-restart'), 'not tested');
});

const ROLLING = { rolling: true };

test('what breaks another promise leaves this one alone', () => {
  const late = 'ttl 1000 grace 50\n0-1 c create\n1100-1101 c read';
  assert.equal(verdictOf(late, 'expires-on-server', ROLLING, 'expiry'), 'broken');
  assert.equal(verdictOf(late, 'touch-extends', ROLLING, 'expiry'), 'not tested');
});

test('where nothing ever expires, no touch is known to have extended anything', () => {
  const renewed = 'ttl 1000 grace 50\n0-1 c create\n600-601 c write a=1\n1200-1201 c read a -> 1\n';
  const stands = (last: string) => verdictOf(`${renewed}${last}`, 'touch-extends', ROLLING, 'expiry');
  assert.equal(stands('3000-3001 c read absent'), 'kept');
  assert.equal(stands('3000-3001 c read a -> 1'), 'not tested');
});

test('a promise that no workload can put to the test is never called kept', () => {
  assert.equal(verdictOf(`${WRITTEN}4-5 c read a -> 1`, 'lists-sessions'), 'not tested');
});

test('what an experiment tests follows from its faults, its instances and its workload', () => {
  assert.ok(planned);
  const tested = (workload: Workload, subject: object, ...kinds: string[]) =>
    promisesTested(
      { subject: { ...planned.subject, ...subject }, load: { ...planned.load, workload } },
      kinds.map((kind) => ({ kind })),
    );
  assert.deepEqual(tested('register', {}), []);
  assert.deepEqual(tested('register', {}, 'app-pause', 'app-crash'), ['survives-app-restart']);
  assert.deepEqual(tested('register', { instances: 2 }, 'server-restart'), [
    'survives-server-restart',
    'shared-between-instances',
  ]);
  assert.deepEqual(tested('expiry', {}), ['expires-on-server']);
  assert.deepEqual(tested('expiry', { rolling: true }), ['expires-on-server', 'touch-extends']);
  assert.deepEqual(tested('growth', { instances: 2 }), []);
});

test('an experiment that is set up to break a promise does not test it, and says why', () => {
  const two = { instances: 2 };
  const written = '0-1 c create on=app-1\n2-3 c write a=1 on=app-1\n';
  const undone = `${written}4-5 c write a=2 on=app-1\n6-7 c read a -> 1 on=app-2`;
  const lost = `${CRASH}${WRITTEN}14-15 c read a absent`;
  const kept = `${written}4-5 c read a -> 1 on=app-2`;
  assert.deepEqual(after(undone, 'shared-between-instances', two), { verdict: 'broken' });
  assert.deepEqual(after(lost, 'survives-app-restart', {}, 'tabs'), { verdict: 'broken' });
  for (const [subject, workload] of [
    [{ prefix: 'own' }, 'register'],
    [{ saveMode: 'unawaited' }, 'register'],
    [{ saveMode: 'awaited' }, 'redirect'],
    [{}, 'overlap'],
  ] as const) {
    const { verdict, why = '' } = after(undone, 'shared-between-instances', { ...two, ...subject }, workload);
    assert.equal(verdict, 'not tested');
    assert.match(why, /here/);
  }
  assert.deepEqual(after(kept, 'shared-between-instances', two, 'redirect'), { verdict: 'kept' });
  const late = 'ttl 1000 grace 50\n0-1 c create\n1100-1101 c read';
  assert.equal(after(late, 'expires-on-server', {}, 'expiry').verdict, 'broken');
  assert.equal(after(late, 'expires-on-server', { cookieAgeMs: 60_000 }, 'expiry').verdict, 'not tested');
});

test('a promise is kept through a fault only where a session was seen before and after it', () => {
  assert.deepEqual(after(`${CRASH}${WRITTEN}14-15 c read a -> 1`, 'survives-app-restart'), {
    verdict: 'kept',
  });
  const { verdict, why = '' } = after(`${CRASH}${WRITTEN}4-5 c read a -> 1`, 'survives-app-restart');
  assert.equal(verdict, 'not tested');
  assert.match(why, /no session/);
});

test('what nobody was served is not kept, and what was seen to be broken stays so', () => {
  assert.ok(planned);
  const load = { ...planned.load, workload: 'register' as const };
  const plan = { load, subject: { ...planned.subject, instances: 2 } };
  const stands = (found: string, service: Verdict) => {
    const story = `0-1 c create on=app-1\n2-3 c read on=app-1\n4-5 c read ${found} on=app-2`;
    return standing(plan, judged(story, service), 'shared-between-instances', []).verdict;
  };
  assert.equal(stands('', 'pass'), 'kept');
  assert.equal(stands('', 'fail'), 'not tested');
  assert.equal(stands('', 'unknown'), 'not tested');
  assert.equal(stands('absent', 'fail'), 'broken');
});

test('instances are known to share only what was asked for at several of them', () => {
  const kept = { verdict: 'kept' } as const;
  const shared = 'shared-between-instances';
  assert.equal(unlessTied(kept, shared, { sessions_at_several_instances: 0 }).verdict, 'not tested');
  assert.equal(unlessTied(kept, shared, { sessions_at_several_instances: 3 }).verdict, 'kept');
  assert.equal(unlessTied(kept, shared, {}).verdict, 'kept');
  assert.equal(
    unlessTied(kept, 'survives-app-restart', { sessions_at_several_instances: 0 }).verdict,
    'kept',
  );
  const broken = { verdict: 'broken' } as const;
  assert.equal(unlessTied(broken, shared, { sessions_at_several_instances: 0 }).verdict, 'broken');
});
