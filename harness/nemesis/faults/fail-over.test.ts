import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Part, Primary, Replicas, StartedSubject, Toxic, Ways, Wire } from '../../platform/subject.ts';
import { failOver } from './fail-over.ts';

/** Two members as they tell of themselves; what is done to them is told to `onKill` and `onAsk`. */
interface Hooks {
  onKill?: () => void;
  onAsk?: () => void;
  takeOver?: () => Promise<string>;
  /** Whether the primary answers over the way to it; absent: there is none. */
  answersOverWay?: () => boolean;
}

function twoMembers({ onKill = () => {}, onAsk = () => {}, takeOver, answersOverWay }: Hooks) {
  const alive = new Map([
    ['one', true],
    ['two', true],
  ]);
  const calls: string[] = [];
  const state = { isAskable: false, looksInVain: 0, primary: 'one', primaries: ['one'] };
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
  const way = {
    add: ({ type, stream }: Toxic) => {
      calls.push(`${type} ${stream}`);
      return Promise.resolve();
    },
    restore: () => {
      calls.push('restore the way');
      state.primaries = [state.primary];
      return Promise.resolve();
    },
  } as unknown as Wire;
  const ways: Ways = {
    to: () => Promise.resolve(way),
    askOver: () =>
      answersOverWay?.() || calls.includes('restore the way')
        ? Promise.resolve()
        : Promise.reject(new Error()),
    mark: () => Promise.reject(new Error()),
  };
  const replicas: Replicas = {
    parts: [],
    primary: (): Promise<Primary | undefined> =>
      Promise.resolve(
        state.looksInVain-- > 0
          ? undefined
          : { part: partOf(state.primary), seen: `${state.primary} says so` },
      ),
    primaries: () => Promise.resolve(state.primaries.splice(0, 1).concat(state.primaries)),
    untilAskable: () => {
      state.isAskable = true;
      return Promise.resolve();
    },
    askForFailover: () => {
      assert.ok(state.isAskable, 'asked before it may be');
      onAsk();
      return Promise.resolve('agreed');
    },
    whole: () => {
      calls.push('whole');
      return Promise.resolve('all follow');
    },
    ...(takeOver && { takeOver }),
    ...(answersOverWay && { ways }),
  };
  const subject = {
    instances: [],
    wires: [],
    server: { ...partOf('redis'), name: 'redis', replicas },
  } as unknown as StartedSubject;
  const inject = (manner: string) =>
    failOver({ limitMs: 300, noticedMs: 10 })({
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

test('a primary that is cut off has its way back when another has taken over, and goes on as it likes until then', async () => {
  const members = twoMembers({ answersOverWay: () => false });
  members.state.primaries = ['one', 'two'];
  setTimeout(() => (members.state.primary = 'two'), 60);
  const { cut, primaryAfter, takenOverAfterMs, alonePrimaryAfterMs } = await members.inject('cut');
  assert.match(String(cut), /^one answered nothing/);
  assert.equal(primaryAfter, 'two');
  assert.ok(Number(alonePrimaryAfterMs) >= Number(takenOverAfterMs));
  assert.deepEqual(members.calls, ['timeout upstream', 'timeout downstream', 'restore the way', 'whole']);
});

test('of those that do not take over by themselves the one that is cut off is ended once another has taken over', async () => {
  const members = twoMembers({
    answersOverWay: () => false,
    onKill: () => members.calls.push('killed'),
    takeOver: () => {
      members.calls.push('take over');
      members.state.primary = 'two';
      return Promise.resolve('two: promoted');
    },
  });
  await members.inject('cut');
  assert.deepEqual(members.calls.slice(2), ['take over', 'killed', 'restore the way', 'start one', 'whole']);
});

test('a primary that still answers the others was not cut off, and nor is one without a way between them', async () => {
  const members = twoMembers({ answersOverWay: () => true });
  await assert.rejects(members.inject('cut'), /one was cut off from the others, and answers over their way/);
  assert.equal(members.calls.at(-1), 'restore the way');
  await assert.rejects(twoMembers({}).inject('cut'), /nothing runs between them/);
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

test('a primary that one look does not find, as it did not answer in time, is looked for again', async () => {
  const members = twoMembers({
    onKill: () => {
      members.state.primary = 'two';
      members.state.primaries = ['two'];
    },
  });
  members.state.looksInVain = 1;
  assert.equal((await members.inject('kill'))['primaryBefore'], 'one');
});
