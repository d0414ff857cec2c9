import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Part, Primary, Replicas, StartedSubject } from '../../platform/subject.ts';
import { failOver } from './fail-over.ts';

/** Two members as they tell of themselves; what is done to them is told to `onKill` and `onAsk`. */
interface Hooks {
  onKill?: () => void;
  onAsk?: () => void;
  takeOver?: () => Promise<string>;
}

function twoMembers({ onKill = () => {}, onAsk = () => {}, takeOver }: Hooks) {
  const alive = new Map([
    ['one', true],
    ['two', true],
  ]);
  const calls: string[] = [];
  const state = { primary: 'one', primaries: ['one'] };
  const partOf = (name: string): Part => ({
    name,
    get pid() {
      return alive.get(name) ? 7 : 0;
    },
    end: () => {
      alive.set(name, false);
      onKill();
      return Promise.resolve({ pid: 7, exit: 'SIGKILL', seen: 'it ended' });
    },
    start: () => {
      alive.set(name, true);
      calls.push(`start ${name}`);
      return Promise.resolve();
    },
    pause: () => Promise.resolve(''),
    resume: () => Promise.resolve(),
  });
  const replicas: Replicas = {
    parts: [],
    primary: (): Promise<Primary> =>
      Promise.resolve({ part: partOf(state.primary), seen: `${state.primary} says so` }),
    primaries: () => Promise.resolve(state.primaries.splice(0, 1).concat(state.primaries)),
    askForFailover: () => {
      onAsk();
      return Promise.resolve('agreed');
    },
    whole: () => {
      calls.push('whole');
      return Promise.resolve('all follow');
    },
    ...(takeOver && { takeOver }),
  };
  const subject = {
    instances: [],
    wires: [],
    server: { ...partOf('redis'), name: 'redis', replicas },
  } as unknown as StartedSubject;
  const inject = (manner: string) =>
    failOver({ limitMs: 300 })({
      subject,
      target: 'redis',
      durationMs: 0,
      parameters: { manner },
      signal: new AbortController().signal,
    });
  return { inject, state, calls };
}

test('a primary that was killed is started again only when another has taken over, and healed when all follow', async () => {
  const members = twoMembers({
    onKill: () => {
      members.state.primary = 'two';
      members.state.primaries = ['two'];
    },
  });
  const evidence = await members.inject('kill');
  assert.equal(evidence['primaryBefore'], 'one');
  assert.equal(evidence['primaryAfter'], 'two');
  assert.equal(evidence['exit'], 'SIGKILL');
  assert.deepEqual(members.calls, ['start one', 'whole']);
});

test('who does not take over by itself is told to once the primary has ended, and is started again after', async () => {
  const members = twoMembers({
    onKill: () => members.calls.push('killed'),
    takeOver: () => {
      members.calls.push('take over');
      members.state.primary = 'two';
      members.state.primaries = ['two'];
      return Promise.resolve('two: promoted');
    },
  });
  const { promoted, primaryAfter } = await members.inject('kill');
  assert.deepEqual([promoted, primaryAfter], ['two: promoted', 'two']);
  assert.deepEqual(members.calls, ['killed', 'take over', 'start one', 'whole']);
});

test('a failover that was asked for has had its effect when another is the primary', async () => {
  const members = twoMembers({ onAsk: () => (members.state.primary = 'two') });
  const { asked, seen, healed } = await members.inject('asked');
  assert.deepEqual([asked, seen, healed], ['agreed', 'two says so', 'all follow']);
});

test('where nobody takes over it had no effect, and the killed primary is started again all the same', async () => {
  await assert.rejects(
    twoMembers({}).inject('asked'),
    /no other server had taken over from one after 0\.3 s/,
  );
  const members = twoMembers({});
  await assert.rejects(members.inject('kill'), /no other server had taken over/);
  assert.deepEqual(members.calls, ['start one']);
});

test('a server by itself cannot fail over', async () => {
  const subject = { instances: [], wires: [], server: { name: 'redis' } } as unknown as StartedSubject;
  const signal = new AbortController().signal;
  await assert.rejects(
    failOver()({ subject, target: 'redis', durationMs: 0, parameters: { manner: 'kill' }, signal }),
    /no server can take over from redis/,
  );
});
