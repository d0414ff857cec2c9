import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judged } from '../checker/oracle/story.ts';
import { proofExperiments } from '../plan/prove.ts';
import type { PromiseId } from '../stores/catalogue.ts';
import type { Workload } from '../model/workloads.ts';
import { keptIn as stands, promisesTested, standing } from './promises.ts';

const keptIn = (...given: Parameters<typeof stands>) => stands(...given).verdict;

const WRITTEN = '0-1 c create\n2-3 c write a=1\n';

test('a promise is kept where nothing that would break it was found, and it had occasion to show', () => {
  assert.equal(keptIn(judged(`${WRITTEN}4-5 c read a -> 1`), 'survives-app-restart'), 'kept');
  assert.equal(keptIn(judged(`${WRITTEN}4-5 c read a absent`), 'survives-app-restart'), 'broken');
  assert.equal(keptIn(judged('0-1 c create'), 'survives-app-restart'), 'not tested');
});

test('a loss of the middleware, which acknowledged a save that failed, breaks no promise of the store', () => {
  const lost = '4-5 c write a=2 on=app-1\n6-7 c read a -> 1\n';
  const unsaved = 'unsaved 4-6 app-1\n';
  assert.equal(keptIn(judged(`${WRITTEN}${lost}`), 'survives-server-restart'), 'broken');
  assert.equal(keptIn(judged(`${unsaved}${WRITTEN}${lost}`), 'survives-server-restart'), 'not tested');
  const another = '8-9 c write a=3 on=app-1\n10-11 c read a -> 1\n';
  assert.equal(keptIn(judged(`${unsaved}${WRITTEN}${lost}${another}`), 'survives-server-restart'), 'broken');
});

test('so does a session whose creation was acknowledged and never saved', () => {
  const gone = '0-1 c create on=app-1\n2-3 c read a absent\n';
  assert.equal(keptIn(judged(gone), 'survives-server-restart'), 'broken');
  assert.equal(keptIn(judged(`unsaved 0-2 app-1\n${gone}`), 'survives-server-restart'), 'not tested');
});

test('what breaks another promise leaves this one alone', () => {
  const late = judged('ttl 1000 grace 50\n0-1 c create\n1100-1101 c read');
  assert.equal(keptIn(late, 'expires-on-server'), 'broken');
  assert.equal(keptIn(late, 'touch-extends'), 'not tested');
});

test('where nothing ever expires, no touch is known to have extended anything', () => {
  const renewed = 'ttl 1000 grace 50\n0-1 c create\n600-601 c write a=1\n1200-1201 c read a -> 1\n';
  assert.equal(keptIn(judged(`${renewed}3000-3001 c read absent`), 'touch-extends'), 'kept');
  assert.equal(keptIn(judged(`${renewed}3000-3001 c read a -> 1`), 'touch-extends'), 'not tested');
});

test('a promise that no workload can put to the test is never called kept', () => {
  assert.equal(keptIn(judged(`${WRITTEN}4-5 c read a -> 1`), 'lists-sessions'), 'not tested');
});

test('what an experiment tests follows from its faults, its instances and its workload', () => {
  const [planned] = proofExperiments(['redis'], 1);
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
  const [planned] = proofExperiments(['redis'], 1);
  assert.ok(planned);
  const after = (story: string, promise: PromiseId, subject: object, workload: Workload = 'register') =>
    standing(
      { subject: { ...planned.subject, ...subject }, load: { ...planned.load, workload } },
      judged(story),
      promise,
      [],
    );
  const lost = `${WRITTEN}4-5 c read a absent`;
  const undone = `${WRITTEN}4-5 c write a=2\n6-7 c read a -> 1`;
  const kept = `${WRITTEN}4-5 c read a -> 1`;
  assert.deepEqual(after(undone, 'shared-between-instances', {}), { verdict: 'broken' });
  assert.deepEqual(after(lost, 'survives-app-restart', {}, 'tabs'), { verdict: 'broken' });
  for (const [subject, workload] of [
    [{ prefix: 'own' }, 'register'],
    [{ saveMode: 'unawaited' }, 'register'],
    [{ saveMode: 'awaited' }, 'redirect'],
    [{}, 'overlap'],
  ] as const) {
    const { verdict, why = '' } = after(undone, 'shared-between-instances', subject, workload);
    assert.equal(verdict, 'not tested');
    assert.match(why, /here/);
  }
  assert.deepEqual(after(kept, 'shared-between-instances', {}, 'redirect'), { verdict: 'kept' });
  const late = 'ttl 1000 grace 50\n0-1 c create\n1100-1101 c read';
  assert.equal(after(late, 'expires-on-server', {}, 'expiry').verdict, 'broken');
  assert.equal(after(late, 'expires-on-server', { cookieAgeMs: 60_000 }, 'expiry').verdict, 'not tested');
});

test('a promise is kept through a fault only where a session was seen before and after it', () => {
  const [planned] = proofExperiments(['redis'], 1);
  assert.ok(planned);
  const after = (...looked: number[]) =>
    standing(
      planned,
      judged(`${WRITTEN}4-5 c read a -> 1`),
      'survives-app-restart',
      looked.map((sessionsBefore) => ({ kind: 'app-crash', sessionsBefore })),
    );
  assert.deepEqual(after(0, 3), { verdict: 'kept' });
  const { verdict, why = '' } = after(0);
  assert.equal(verdict, 'not tested');
  assert.match(why, /no session/);
});
