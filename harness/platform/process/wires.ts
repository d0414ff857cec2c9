import type { Child } from '../../process/child.ts';
import type { Wire } from '../subject.ts';
import { proxiedWire } from '../wires.ts';
import { startToxiproxy, type ToxiproxyContext } from './toxiproxy.ts';

export interface WiresContext extends Omit<ToxiproxyContext, 'name'> {
  /** The server's own address. */
  upstreamUrl: string;
  /** How many app instances there are: each gets a wire of its own. */
  instances: number;
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
  const { upstreamUrl, instances } = context;
  const host = '127.0.0.1';
  await using stack = new AsyncDisposableStack();
  const { api, child, proxy } = stack.use(await startToxiproxy({ ...context, name: 'wires' }));
  const wires: Wire[] = [];
  const urls: string[] = [];
  for (let index = 0; index < instances; index++) {
    const instance = `app-${index + 1}`;
    const url = new URL(upstreamUrl);
    const near = { host, port: await proxy(instance, url.host) };
    wires.push(proxiedWire({ api, proxy: instance, instance, near }));
    url.host = `${near.host}:${near.port}`;
    urls.push(url.href);
  }
  const owned = stack.move();
  return { wires, urls, api, proxies: [child], [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
