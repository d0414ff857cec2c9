import getPort from 'get-port';
import { Toxiproxy } from 'toxiproxy-node-client';
import type { Tool } from '../../provision/provision.ts';
import { Child } from '../../process/child.ts';
import { waitUntilReady } from '../../process/ready.ts';
import type { Reaper } from '../../process/reaper.ts';
import { answered } from '../wires.ts';
import { watchHelper } from './helper.ts';

const READY_LIMIT_MS = 60_000;
const HOST = '127.0.0.1';

export interface ToxiproxyContext {
  /** What its process goes by. */
  name: string;
  tool: Tool;
  logFile: string;
  reaper: Reaper;
  signal: AbortSignal;
  /** Called when it ends although nobody asked it to. */
  onDeath: (what: string) => void;
}

/** A toxiproxy that runs. Disposing of it kills it. */
export interface RunningToxiproxy extends AsyncDisposable {
  child: Child;
  /** Where it is told what to do. */
  api: string;
  client: Toxiproxy;
  /** Makes a proxy to a host and port, and resolves to the port that it listens on. */
  proxy: (name: string, upstream: string) => Promise<number>;
}

/** Starts toxiproxy without any proxy. Rejects with `unavailable` where it does not get ready. */
export async function startToxiproxy(context: ToxiproxyContext): Promise<RunningToxiproxy> {
  const { name, tool, logFile, reaper, signal, onDeath } = context;
  const port = await getPort({ host: HOST });
  const api = `http://${HOST}:${port}`;
  const client = new Toxiproxy(api);
  const args = ['-host', HOST, '-port', String(port)];
  await using stack = new AsyncDisposableStack();
  const child = stack.use(new Child({ name, command: tool.path, args, logFile, reaper }));
  await waitUntilReady({
    child,
    what: 'toxiproxy-server',
    attempt: async () => {
      await client.getVersion();
    },
    limitMs: READY_LIMIT_MS,
    signal,
    next: 'holdfast doctor',
  });
  stack.use(watchHelper(child, 'toxiproxy', onDeath));
  const owned = stack.move();
  return {
    child,
    api,
    client,
    proxy: async (called, upstream) => {
      const near = await getPort({ host: HOST });
      const listen = `${HOST}:${near}`;
      await answered(client.createProxy({ name: called, listen, upstream, enabled: true }));
      return near;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
