import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { temporaryFolder } from '../../../../test/holdfast.ts';
import { BALANCED_TO, BALANCER_COOKIE } from '../../../../protocol/routes.ts';
import type { Subject } from '../../../model/plan.ts';
import { startReaper } from '../../../process/reaper.ts';
import { startBalancer } from './balancer.ts';
import type { CommandProcess } from './instance.ts';

/** An instance that gives cookies of its own with every answer, as a login does. */
async function instance(name: string): Promise<CommandProcess & AsyncDisposable> {
  const server = createServer((_request, response) => {
    response.setHeader('set-cookie', [`sid=of-${name}; Path=/`, 'theme=dark; Path=/']).end(name);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    name,
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  } as CommandProcess & AsyncDisposable;
}

async function balanced(balance: Subject['balance']) {
  await using stack = new AsyncDisposableStack();
  const instances = [stack.use(await instance('app-1')), stack.use(await instance('app-2'))];
  const folder = stack.use(await temporaryFolder());
  const reaper = stack.use(startReaper());
  const signal = AbortSignal.timeout(60_000);
  const context = { logFolder: folder.path, reaper, signal, onDeath: () => {} };
  const { url } = stack.use(await startBalancer(instances, balance, context));
  const owned = stack.move();
  const ask = async (cookie?: string) => {
    const response = await fetch(url, { headers: cookie === undefined ? {} : { cookie } });
    const cookies = response.headers.getSetCookie().map((header) => header.split(';')[0] ?? '');
    return { by: await response.text(), said: response.headers.get(BALANCED_TO), cookies };
  };
  return { ask, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

test('a sticky balancer ties a client to its instance by an answer that sets cookies itself', async () => {
  await using balancer = await balanced('sticky');
  const met = new Set<string>();
  for (let client = 0; client < 20; client++) {
    const { by, said, cookies } = await balancer.ask();
    met.add(by);
    assert.equal(said, by);
    assert.deepEqual(cookies, [`sid=of-${by}`, 'theme=dark', `${BALANCER_COOKIE}=${by}`]);
    const again = await balancer.ask(cookies.join('; '));
    assert.equal(again.by, by);
    assert.deepEqual(again.cookies, [`sid=of-${by}`, 'theme=dark']);
  }
  assert.deepEqual([...met].toSorted(), ['app-1', 'app-2']);
});

test('a balancer that is not sticky leaves cookies as they are', async () => {
  await using balancer = await balanced('random');
  const { by, cookies } = await balancer.ask();
  assert.deepEqual(cookies, [`sid=of-${by}`, 'theme=dark']);
});
