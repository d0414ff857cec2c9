import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parametersOf, type FaultKind } from '../../model/faults.ts';
import type { Attempts, Network, PacketFault, StartedSubject } from '../../platform/subject.ts';
import { INJECT } from './catalogue.ts';
import type { Evidence } from './fault.ts';

type Answers = (attempts: number) => readonly number[];

const all: Answers = (attempts) => Array.from({ length: attempts }, (_, at) => 0.3 + at / 100);
const none: Answers = () => [];
const later =
  (ms: number): Answers =>
  (attempts) =>
    all(attempts).map((each) => each + ms);
const butFor =
  (lost: number): Answers =>
  (attempts) =>
    all(attempts - lost);

const spread: Answers = (attempts) => Array.from({ length: attempts }, (_, at) => 55 + at * 10);

/** A network that answers so while it is whole, and so while it is broken; and what was asked of it. */
function networkOf(broken: Answers, whole: Answers = all) {
  const asked: (PacketFault | 'restore')[] = [];
  let isBroken = false;
  const network: Network = {
    instance: 'app-1',
    spoil: (fault) => {
      asked.push(fault);
      isBroken = true;
      return Promise.resolve('somebody says so');
    },
    attempt: (attempts): Promise<Attempts> =>
      Promise.resolve({ attempts, answeredMs: (isBroken ? broken : whole)(attempts) }),
    restore: () => {
      asked.push('restore');
      isBroken = false;
      return Promise.resolve();
    },
  };
  return { network, asked };
}

const inject = (kind: FaultKind, network: Network, given = {}): Promise<Evidence> =>
  INJECT[kind]({
    subject: { networks: [network], instances: [] } as unknown as StartedSubject,
    target: 'app-1',
    durationMs: 1,
    parameters: parametersOf(kind, given),
    signal: new AbortController().signal,
  });

test('a partition is seen by attempts that no longer come through, and do before and after', async () => {
  const { network, asked } = networkOf(none);
  const evidence = await inject('net-partition', network);
  assert.match(
    String(evidence['seen']),
    /0 of 3 answered at its onset, 0 of 3 answered at its end; 3 of 3 answered, in 0\.3 to 0\.3 ms before, 3 of 3/,
  );
  assert.equal(evidence['said'], 'somebody says so');
  assert.deepEqual(asked, [{ does: 'partition', direction: 'both' }, 'restore']);
});

for (const [what, kind, answers, said] of [
  ['a partition that lets anything through', 'net-partition', butFor(2), /1 of 3 attempts were answered/],
  ['a delay that nobody meets', 'net-delay', all, /one was answered after 0\.3 ms/],
  ['a delay that is too short', 'net-delay', later(60), /one was answered after 60\.3 ms/],
  ['a delay that is a partition', 'net-delay', none, /no attempt was answered at all/],
  ['a loss of nothing', 'net-loss', all, /0 of 39 packets had no answer, and at least 3 were expected/],
  ['a loss that may be chance', 'net-loss', butFor(2), /2 of 39 packets had no answer/],
] as const)
  test(`${what} is told, whatever anybody says of it, and undone`, async () => {
    const { network, asked } = networkOf(answers);
    await assert.rejects(inject(kind, network), ({ message }: Error) => {
      assert.match(message, /^at its onset, the network was not broken so: /);
      assert.match(message, said);
      return true;
    });
    assert.equal(asked.at(-1), 'restore');
  });

test('a delay and a loss are seen where they are as they were to be', async () => {
  const late = await inject('net-delay', networkOf(later(100)).network);
  assert.match(String(late['seen']), /9 of 9 answered, in 100\.3 to 100\.4 ms at its onset/);
  const lossy = await inject('net-loss', networkOf(butFor(12)).network);
  assert.match(String(lossy['seen']), /27 of 39 answered/);
});

test('both ways, a delay shows twice in an answer', async () => {
  const both = { latencyMs: 100, direction: 'both' };
  await assert.rejects(inject('net-delay', networkOf(later(150)).network, both), /after 150\.3 ms/);
  assert.ok(await inject('net-delay', networkOf(later(200)).network, both));
});

test('what varies is late by its middle at least once', async () => {
  const varying = { latencyMs: 100, jitterMs: 50 };
  await assert.rejects(
    inject('net-delay', networkOf(later(60)).network, varying),
    /all were answered within 60\.4 ms/,
  );
  assert.ok(await inject('net-delay', networkOf(spread).network, varying));
});

test('what cannot be made whole is told with what went wrong before', async () => {
  const { network } = networkOf(all);
  const stuck = { ...network, restore: () => Promise.reject(new Error('nobody undoes it')) };
  await assert.rejects(
    inject('net-partition', stuck),
    /3 of 3 attempts were answered; and it is still broken: nobody undoes it/,
  );
});

test('a subject without such a network is told so', async () => {
  const { network } = networkOf(none);
  await assert.rejects(
    inject('net-partition', { ...network, instance: 'app-2' }),
    /nothing here breaks the network between app-1 and a server/,
  );
});
