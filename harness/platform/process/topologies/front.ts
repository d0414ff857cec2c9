import { join } from 'node:path';
import { unavailable } from '../../../errors.ts';
import { answered } from '../../wires.ts';
import { startToxiproxy } from '../toxiproxy.ts';
import type { TopologyContext } from './topology.ts';

const FRONT = 'front';
/** Nobody listens there. */
const NOWHERE = '127.0.0.1:1';

/**
 * The one address in front of servers, which leads to their primary, and the ways by which they follow each other: all
 * through one toxiproxy. Disposing of it closes them.
 */
export interface Front extends AsyncDisposable {
  readonly port: number;
  /** Where it leads by toxiproxy's word; undefined while it leads nowhere. */
  leadsTo: () => Promise<number | undefined>;
  /** From now on to this port. Connections that are open are closed. */
  lead: (port: number) => Promise<void>;
  /** Closes what is open, and takes no more in until it leads somewhere. */
  close: () => Promise<void>;
  /** The port by which the server of this port is followed. */
  wayTo: (port: number) => Promise<number>;
}

export async function startFront(context: TopologyContext): Promise<Front> {
  const { proxy: tool, logFolder, reaper, signal, onDeath } = context;
  if (tool === undefined)
    throw unavailable(`${context.store} with an address in front of its servers takes toxiproxy`, {
      next: 'holdfast provision',
    });
  const logFile = join(logFolder, 'front.log');
  const running = await startToxiproxy({ name: 'front', tool, logFile, reaper, signal, onDeath });
  const { client } = running;
  const port = await running.proxy(FRONT, NOWHERE);
  const ways = new Map<number, Promise<number>>();
  const set = async (upstream: string, enabled: boolean) => {
    const front = await answered(client.get(FRONT));
    await answered(front.update({ enabled, listen: front.listen, upstream }));
  };
  return {
    port,
    leadsTo: async () => {
      const { enabled, upstream } = await answered(client.get(FRONT));
      return enabled && upstream !== NOWHERE ? Number(upstream.split(':')[1]) : undefined;
    },
    lead: (to) => set(`127.0.0.1:${to}`, true),
    close: () => set(NOWHERE, false),
    wayTo: (to) => {
      const way = ways.get(to) ?? running.proxy(`way-to-${to}`, `127.0.0.1:${to}`);
      ways.set(to, way);
      return way;
    },
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}
