import { join } from 'node:path';
import { programFile } from '../../../../protocol/program-file.ts';
import type { Subject } from '../../../model/plan.ts';
import { Child } from '../../../process/child.ts';
import { waitUntilReady } from '../../../process/ready.ts';
import { accepting } from '../../accepting.ts';
import type { Context } from '../context.ts';
import { watchHelper } from '../helper.ts';
import { freePort } from '../start-server.ts';
import type { CommandProcess } from './instance.ts';

const READY_LIMIT_MS = 60_000;
const BALANCER = programFile('balancer-main', import.meta.url);

export interface Balancer extends AsyncDisposable {
  url: string;
  process: Child;
}

/** Starts a balancer in front of these instances. Disposing of it kills it. */
export async function startBalancer(
  instances: readonly CommandProcess[],
  balance: Subject['balance'],
  { logFolder, reaper, signal, onDeath }: Pick<Context, 'logFolder' | 'reaper' | 'signal' | 'onDeath'>,
): Promise<Balancer> {
  const port = await freePort();
  const upstreams = instances.map(({ name, url }) => `${name}=${url}`);
  await using stack = new AsyncDisposableStack();
  const child = stack.use(
    new Child({
      name: 'balancer',
      command: process.execPath,
      args: [BALANCER, String(port), balance, ...upstreams],
      logFile: join(logFolder, 'balancer.log'),
      reaper,
    }),
  );
  const what = 'the balancer in front of the app';
  await waitUntilReady({
    child,
    what,
    attempt: () => accepting({ host: '127.0.0.1', port }),
    limitMs: READY_LIMIT_MS,
    signal,
    next: 'run again (it takes another port)',
  });
  stack.use(watchHelper(child, what, onDeath));
  const owned = stack.move();
  return {
    url: `http://127.0.0.1:${port}`,
    process: child,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
