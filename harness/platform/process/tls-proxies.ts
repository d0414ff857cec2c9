import { join } from 'node:path';
import getPort from 'get-port';
import { accepting } from '../accepting.ts';
import { Child } from '../../process/child.ts';
import type { Reaper } from '../../process/reaper.ts';
import { watchHelper } from './helper.ts';
import { waitUntilReady } from '../../process/ready.ts';
import { programFile } from '../../../protocol/program-file.ts';

const READY_LIMIT_MS = 60_000;
const PROXY = programFile('tls-proxy-main', import.meta.url);

export interface TlsProxiesContext {
  /** The address of each instance. */
  upstreams: readonly string[];
  logFolder: string;
  reaper: Reaper;
  signal: AbortSignal;
  /** Called when a proxy ends although nobody asked it to. */
  onDeath: (what: string) => void;
}

export interface TlsProxies extends AsyncDisposable {
  /** Where clients reach each instance, in their order. */
  urls: readonly string[];
  proxies: readonly Child[];
}

/** Starts a proxy that ends TLS in front of each instance, as a process of its own. Disposing of them kills them. */
export async function startTlsProxies(context: TlsProxiesContext): Promise<TlsProxies> {
  const { upstreams, logFolder, reaper, signal, onDeath } = context;
  await using stack = new AsyncDisposableStack();
  const urls: string[] = [];
  const proxies: Child[] = [];
  for (const [index, upstream] of upstreams.entries()) {
    const name = `tls-proxy-${index + 1}`;
    const port = await getPort({ host: '127.0.0.1' });
    const args = [PROXY, String(port), upstream];
    const logFile = join(logFolder, `${name}.log`);
    const child = stack.use(new Child({ name, command: process.execPath, args, logFile, reaper }));
    const what = `the proxy in front of instance ${index + 1}`;
    await waitUntilReady({
      child,
      what,
      attempt: () => accepting({ host: '127.0.0.1', port }),
      limitMs: READY_LIMIT_MS,
      signal,
      next: 'run again (it takes another port)',
    });
    stack.use(watchHelper(child, what, onDeath));
    proxies.push(child);
    urls.push(`https://127.0.0.1:${port}`);
  }
  const owned = stack.move();
  return { urls, proxies, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
