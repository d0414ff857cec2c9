import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pWaitFor from 'p-wait-for';
import { temporaryFolder } from '../../../test/holdfast.ts';
import { parseFaults } from '../../plan/parse.ts';
import { startWires, type Wires } from '../../platform/process/wires.ts';
import type { StartedSubject, Wire } from '../../platform/subject.ts';
import { startReaper } from '../../process/reaper.ts';
import { provision } from '../../provision/provision.ts';
import { INJECT } from './catalogue.ts';
import type { Evidence } from './fault.ts';

const ON_LINUX = { skip: process.platform === 'linux' ? false : 'only Linux shows the connections' };
const signal = new AbortController().signal;
const owned = new AsyncDisposableStack();
const atServer = new Set<Socket>();
let wires: Wires;
/** Answers everything with itself. */
const echo = createServer({ allowHalfOpen: true }, (socket) => {
  atServer.add(socket);
  socket.on('error', () => {});
  socket.on('close', () => atServer.delete(socket));
  socket.pipe(socket);
});

before(async () => {
  const tool = await provision('toxiproxy-server', { signal, report: () => {} });
  const folder = owned.use(await temporaryFolder());
  await once(echo.listen(0, '127.0.0.1'), 'listening');
  const { port } = echo.address() as AddressInfo;
  wires = await startWires({
    tool,
    upstreamUrl: `echo://127.0.0.1:${port}`,
    instances: 1,
    logFile: join(folder.path, 'log'),
    reaper: owned.use(startReaper()),
    signal,
    onDeath: (what) => assert.fail(what),
  });
  owned.use(wires);
});
after(async () => {
  await owned.disposeAsync();
  for (const socket of atServer) socket.destroy();
  echo.close();
});

/** A client at the near end, with what came back to it, and when. */
async function client() {
  const { port } = new URL(String(wires.urls[0]));
  const socket = connect({ host: '127.0.0.1', port: Number(port) });
  const seen = { bytes: 0, pieces: [] as number[], end: undefined as string | undefined, endedMs: 0 };
  socket.on('data', ({ length }) => {
    seen.bytes += length;
    seen.pieces.push(length);
  });
  const ended = (how: string) => () => {
    seen.end ??= how;
    seen.endedMs ||= performance.now();
  };
  socket.on('end', ended('closed'));
  socket.on('error', (error: NodeJS.ErrnoException) => ended(String(error.code))());
  await once(socket, 'connect');
  /** Sends so much, and resolves to how long it was until all of it was back. */
  const echoed = async (bytes: number) => {
    const [fromMs, wanted] = [performance.now(), seen.bytes + bytes];
    socket.write(Buffer.alloc(bytes));
    await pWaitFor(() => seen.bytes >= wanted, { interval: 1, timeout: 60_000 });
    return performance.now() - fromMs;
  };
  const over = () => pWaitFor(() => seen.end !== undefined, { interval: 1, timeout: 60_000 });
  return { socket, seen, echoed, over, [Symbol.dispose]: () => void socket.destroy() };
}

/** Breaks the wire, does that while it is broken, waits until it has healed, and sees that it has. */
async function during(fault: string, act: () => Promise<void>): Promise<Evidence> {
  const [planned] = parseFaults(`${fault}@0s+600s`, { store: 'echo', instances: 1, hasServer: true });
  const [wire] = wires.wires;
  assert.ok(planned && wire);
  // It heals when what is done is done, however long that takes.
  const spoilt = Promise.withResolvers<void>();
  const watched: Wire = {
    ...wire,
    assertSpoilt: () => wire.assertSpoilt(),
    add: async (toxic) => {
      await wire.add(toxic);
      if (toxic.stream === 'downstream' || !fault.includes('both')) spoilt.resolve();
    },
  };
  const subject = { instances: [], wires: [watched] } as unknown as StartedSubject;
  const { kind, parameters = {} } = planned;
  const injected = INJECT[kind]({ subject, target: 'app-1', durationMs: 1500, parameters, signal });
  await Promise.race([spoilt.promise, injected]);
  await act();
  const evidence = await injected;
  using whole = await client();
  assert.ok((await whole.echoed(100)) < 1000, 'it has healed');
  return evidence;
}

test('a slow wire holds back what is sent, each way by as much as was said', async () => {
  const evidence = await during('wire-slow(200ms±100ms, both)', async () => {
    using one = await client();
    assert.ok((await one.echoed(1)) >= 200);
    assert.ok((await one.echoed(1)) >= 200);
  });
  assert.deepEqual([evidence['latencyMs'], evidence['jitterMs'], evidence['direction']], [200, 100, 'both']);
});

for (const direction of ['upstream', 'downstream'])
  test(`a narrow wire carries no more than was said, ${direction}`, async () => {
    const evidence = await during(`wire-bandwidth(4KB/s, ${direction})`, async () => {
      using one = await client();
      assert.ok((await one.echoed(2000)) >= 400);
    });
    assert.equal(evidence['rateKBps'], 4);
  });

for (const direction of ['upstream', 'downstream', 'both'])
  test(`a silent wire drops what is sent ${direction} and tells nobody, and what comes after a gap is never seen`, async () => {
    using old = await client();
    await old.echoed(10);
    await during(`wire-silent(${direction})`, async () => {
      using fresh = await client();
      for (const { socket } of [old, fresh]) socket.write('lost');
      await new Promise((done) => setTimeout(done, 500));
      assert.deepEqual(
        [old.seen.bytes, old.seen.end, fresh.seen.bytes, fresh.seen.end],
        [10, undefined, 0, undefined],
      );
    });
    await old.over();
    assert.equal(old.seen.bytes, 10);
  });

test('a limited wire closes each connection that has carried so much', ON_LINUX, async () => {
  using old = await client();
  await old.echoed(10);
  const evidence = await during('wire-limit(1KB, downstream)', async () => {
    old.socket.write(Buffer.alloc(5000));
    await old.over();
    assert.equal(old.seen.bytes, 10 + 1000);
  });
  assert.equal(evidence['connectionsClosed'], 1);
});

test('where no connection came to its limit, the wire was not broken', ON_LINUX, async () => {
  using old = await client();
  await old.echoed(10);
  await assert.rejects(
    during('wire-limit(1MB, both)', async () => {}),
    /none of its 1 connections came to the limit/,
  );
  assert.equal(old.seen.end, undefined);
});

test('a wire that resets breaks every connection over which something is sent, those made meanwhile by a reset, and no other', async () => {
  using old = await client();
  using idle = await client();
  await old.echoed(10);
  await idle.echoed(10);
  const evidence = await during('wire-reset', async () => {
    using fresh = await client();
    for (const { socket } of [old, fresh]) socket.write('lost');
    await old.over();
    await fresh.over();
    assert.deepEqual([old.seen.end, fresh.seen.end], ['closed', 'ECONNRESET']);
    assert.deepEqual([old.seen.bytes, fresh.seen.bytes, idle.seen.end], [10, 0, undefined]);
  });
  assert.equal(evidence['tried'], 'a connection of its own was reset');
});

test('where what is sent over it comes back, no wire has reset anything', async () => {
  const [wire] = wires.wires;
  assert.ok(wire);
  assert.equal(await wire.tried?.(), 'open');
});

test('a sliced wire sends on in small pieces', async () => {
  await during('wire-sliced(10B, 5ms, downstream)', async () => {
    using one = await client();
    assert.ok((await one.echoed(200)) >= 50);
    assert.ok(one.seen.pieces.length > 5, String(one.seen.pieces));
  });
});

test('of a connection that is closed over a wire that is slow to, the other end hears late', async () => {
  const evidence = await during('wire-slow-close(700ms, upstream)', async () => {
    using one = await client();
    await one.echoed(10);
    const fromMs = performance.now();
    one.socket.end();
    await one.over();
    assert.ok(one.seen.endedMs - fromMs >= 700);
  });
  assert.equal(evidence['delayMs'], 700);
});

test('what somebody took off the wire before its time had no effect', async () => {
  await assert.rejects(
    during('wire-slow(50ms)', async () => {
      assert.ok((await fetch(`${wires.api}/reset`, { method: 'POST' })).ok);
    }),
    /404/,
  );
});
