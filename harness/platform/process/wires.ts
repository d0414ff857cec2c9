import getPort from 'get-port';
import { Toxiproxy } from 'toxiproxy-node-client';
import type { Tool } from '../../provision/provision.ts';
import type { Wire } from '../subject.ts';
import { answered, proxiedWire } from '../wires.ts';
import { Child } from '../../process/child.ts';
import type { Reaper } from '../../process/reaper.ts';
import { watchHelper } from './helper.ts';
import { waitUntilReady } from '../../process/ready.ts';

const READY_LIMIT_MS = 60_000;

export interface WiresContext {
  tool: Tool;
  /** The server's own address. */
  upstreamUrl: string;
  /** How many app instances there are: each gets a wire of its own. */
  instances: number;
  logFile: string;
  reaper: Reaper;
  signal: AbortSignal;
  /** Called when toxiproxy ends although nobody asked it to. */
  onDeath: (what: string) => void;
}

export interface Wires extends AsyncDisposable {
  wires: readonly Wire[];
  /** The server's address as each instance is to use it, in their order. */
  urls: readonly string[];
  /** Where toxiproxy is told what to do. */
  api: string;
  /** The process between them. */
  proxies: readonly Child[];
}

/** Starts toxiproxy with a proxy to the server for each instance. Disposing of it kills it. */
export async function startWires(context: WiresContext): Promise<Wires> {
  const { tool, upstreamUrl, instances, logFile, reaper, signal, onDeath } = context;
  const host = '127.0.0.1';
  const port = await getPort({ host });
  const api = `http://${host}:${port}`;
  const toxiproxy = new Toxiproxy(api);
  const args = ['-host', host, '-port', String(port)];
  const child = new Child({ name: 'wires', command: tool.path, args, logFile, reaper });
  await using stack = new AsyncDisposableStack();
  stack.use(child);
  await waitUntilReady({
    child,
    what: 'toxiproxy-server',
    attempt: async () => {
      await toxiproxy.getVersion();
    },
    limitMs: READY_LIMIT_MS,
    signal,
    next: 'holdfast doctor',
  });
  stack.use(watchHelper(child, 'toxiproxy', onDeath));
  const wires: Wire[] = [];
  const urls: string[] = [];
  for (let index = 0; index < instances; index++) {
    const instance = `app-${index + 1}`;
    const near = { host, port: await getPort({ host }) };
    const listen = `${near.host}:${near.port}`;
    const url = new URL(upstreamUrl);
    await answered(toxiproxy.createProxy({ name: instance, listen, upstream: url.host, enabled: true }));
    wires.push(proxiedWire({ api, proxy: instance, instance, near }));
    url.host = listen;
    urls.push(url.href);
  }
  const owned = stack.move();
  return { wires, urls, api, proxies: [child], [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
