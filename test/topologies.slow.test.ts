import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import session from 'express-session';
import type { FaultKind } from '../harness/model/faults.ts';
import { isFronted, WITH_WAYS, type ReplicatedName } from '../harness/model/topologies.ts';
import { INJECT } from '../harness/nemesis/faults/catalogue.ts';
import { processGround } from '../harness/platform/process/ground.ts';
import { startTopology } from '../harness/platform/topologies/catalogue.ts';
import type { StartedSubject } from '../harness/platform/subject.ts';
import { startReaper } from '../harness/process/reaper.ts';
import { provision, type ToolName } from '../harness/provision/provision.ts';
import { STORES, type StoreName } from '../harness/stores/catalogue.ts';
import type { StoreEntry } from '../harness/stores/facts.ts';
import { openerOf } from '../app/stores/catalogue.ts';
import { call, sessionFor, valueIn } from '../app/stores/testing.ts';
import { nothingLeft, temporaryFolder } from './holdfast.ts';

const signal = new AbortController().signal;
const quietly = { signal, report: () => {} };

/** A store on real servers, laid out so. */
async function start(store: StoreName, topology: ReplicatedName, { hasWays = false } = {}) {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  const [dataFolder, logFolder] = [join(folder.path, 'data'), join(folder.path, 'logs')];
  for (const each of [dataFolder, logFolder]) await mkdir(each);
  const server = stack.use(
    await startTopology(topology, {
      store,
      table: STORES[store].table,
      hasWays,
      ground: processGround({
        store,
        settings: {},
        tool: await provision(STORES[store as 'redis'].server as ToolName, quietly),
        proxy: hasWays || isFronted(topology) ? await provision('toxiproxy-server', quietly) : undefined,
        dataFolder,
        logFolder,
        reaper: stack.use(startReaper()),
        signal,
        onDeath: (what) => assert.fail(what),
      }),
      signal,
    }),
  );
  const open = await openerOf(store);
  const opened = await open({ session, ttlMs: 600_000, url: server.url });
  assert.ok('store' in opened);
  stack.defer(() => opened.close());
  const subject = { instances: [], wires: [], server } as unknown as StartedSubject;
  const inject = (kind: FaultKind, parameters = {}, durationMs = 0) =>
    INJECT[kind]({ subject, target: store, durationMs, parameters, signal });
  const owned = stack.move();
  return { server, opened, inject, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

const LAID_OUT = Object.entries<StoreEntry>(STORES).flatMap(([store, { topologies = [] }]) =>
  topologies.map((topology) => [store as StoreName, topology] as const),
);

for (const [store, topology] of LAID_OUT) {
  test(`${store} as ${topology}: another takes over, asked for and by kill, and what was there before is there after`, async () => {
    await using laidOut = await start(store, topology);
    const { server, opened, inject } = laidOut;
    await call(opened, 'set', 'before', sessionFor(600_000, 1));
    await server.whole(signal);
    for (const manner of ['kill', 'asked']) {
      const evidence = await inject('server-failover', { manner });
      assert.notEqual(evidence['primaryAfter'], evidence['primaryBefore'], manner);
      assert.equal((await server.primary())?.part.name, evidence['primaryAfter'], manner);
      assert.deepEqual(await server.primaries(), [evidence['primaryAfter']], manner);
      assert.equal(await valueIn(opened, 'before'), 1, manner);
    }
  });

  test(`${store} as ${topology}: what breaks a server hits the primary of the moment, and heals when all follow one`, async () => {
    await using laidOut = await start(store, topology);
    const { server, opened, inject } = laidOut;
    await call(opened, 'set', 'before', sessionFor(600_000, 1));
    await server.whole(signal);
    for (const [kind, durationMs] of [
      ['server-restart', 0],
      ['server-pause', 1000],
    ] as const) {
      const primary = await server.primary();
      const evidence = await inject(kind, {}, durationMs);
      assert.match(String(evidence['seen']), new RegExp(`^${primary?.part.name}, the primary: `), kind);
      assert.equal((await server.primaries()).length, 1, kind);
      assert.equal(await valueIn(opened, 'before'), 1, kind);
    }
    const { sessions } = await server.memory();
    assert.equal(sessions, 1);
  });
}

for (const [store, topology] of LAID_OUT.filter(([, name]) => WITH_WAYS.includes(name))) {
  test(`${store} as ${topology}: a replica is as late as was said, and no more after`, async () => {
    await using laidOut = await start(store, topology, { hasWays: true });
    const { server, opened, inject } = laidOut;
    await call(opened, 'set', 'before', sessionFor(600_000, 1));
    const evidence = await inject('server-replica-lag', { lagMs: 800 }, 1000);
    for (const late of ['lateMs', 'lateAtEndMs']) assert.ok(Number(evidence[late]) >= 795, late);
    assert.ok(Number(evidence['afterMs']) < 795, String(evidence['afterMs']));
    assert.equal((await server.primaries()).length, 1);
    assert.equal(await valueIn(opened, 'before'), 1);
  });

  test(`${store} as ${topology}: another takes over from a primary that is cut off, and what that took in meanwhile is gone`, async () => {
    await using laidOut = await start(store, topology, { hasWays: true });
    const { server, opened, inject } = laidOut;
    await call(opened, 'set', 'before', sessionFor(600_000, 1));
    await server.whole(signal);
    const cutting = inject('server-failover', { manner: 'cut' });
    // It is the only one for a second or more from when it is cut off, and acknowledges what it is told.
    await delay(1000);
    await call(opened, 'set', 'meanwhile', sessionFor(600_000, 2));
    const evidence = await cutting;
    assert.match(String(evidence['cut']), /answered nothing .* it is the primary over/);
    assert.notEqual(evidence['primaryAfter'], evidence['primaryBefore']);
    assert.deepEqual(await server.primaries(), [evidence['primaryAfter']]);
    assert.equal(await valueIn(opened, 'before'), 1);
    assert.equal(await valueIn(opened, 'meanwhile'), undefined);
  });
}

test('nothing is left of any server', () => nothingLeft());
