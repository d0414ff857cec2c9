import { setTimeout as delay } from 'node:timers/promises';
import { HEADERS, ROUTES } from '../../../protocol/routes.ts';
import { messageOf, unavailable } from '../../errors.ts';
import { inUrl } from '../address.ts';
import { WIRES } from '../../stores/kubernetes/wires.ts';
import type { Place } from './kubectl.ts';

const ANSWER_LIMIT_MS = 5000;
const REACH_LIMIT_MS = 20_000;
const AGAIN_AFTER_MS = 250;

/** The ways from this machine to a pod: at the pod's own address, or at a port that every node has for it. */
export type Way = 'pod' | 'node';

export interface Door {
  name: string;
  /** The pod's own address, and the port in it. */
  podIP: string;
  port: number;
  /** Addresses of nodes, and the port that they have for it; 0: none. */
  nodes: readonly string[];
  nodePort: number;
}

interface Reached {
  way: Way;
  host: string;
  port: number;
}

/** Where it may be reached, the nearer way first. */
export const waysTo = ({ podIP, port, nodes, nodePort }: Door, only?: Way): Reached[] =>
  [
    { way: 'pod' as const, host: podIP, port },
    ...(nodePort === 0 ? [] : nodes.map((host) => ({ way: 'node' as const, host, port: nodePort }))),
  ].filter(({ way }) => only === undefined || way === only);

export const urlOf = ({ host, port }: { host: string; port: number }): string =>
  `http://${inUrl(host)}:${port}`;

/** Where this machine reaches a pod that is ready. Rejects with `unavailable` and what was tried where it does not. */
export async function reach(
  door: Door,
  {
    place,
    only,
    signal,
    withinMs = REACH_LIMIT_MS,
  }: { place: Place; only?: Way; signal: AbortSignal; withinMs?: number },
): Promise<Reached> {
  const ways = waysTo(door, only);
  let tried: string[] = [];
  const untilMs = performance.now() + withinMs;
  // A busy machine may take its time over an answer.
  do {
    const tries = await Promise.allSettled(ways.map((way) => answersAs(door.name, urlOf(way))));
    signal.throwIfAborted();
    const way = ways[tries.findIndex(({ status }) => status === 'fulfilled')];
    if (way !== undefined) return way;
    tried = tries.map((each, index) => {
      const { reason } = each as PromiseRejectedResult;
      return `${urlOf(ways[index] as Reached)} (${messageOf(reason)})`;
    });
    await delay(AGAIN_AFTER_MS, undefined, { signal });
  } while (performance.now() < untilMs);
  throw unavailable(
    `the pod ${door.name} is ready in the cluster of the context ${place.context}, and this machine does not reach it: ${tried.join(', ')}`,
    {
      next: 'run Holdfast where addresses of pods, or ports of nodes (NodePort), can be reached, such as on a node: docs/KUBERNETES.md',
    },
  );
}

/** Another app may be at the address that a pod has in a network which this machine is not in. */
async function answersAs(name: string, url: string): Promise<void> {
  let response: Response;
  try {
    const look = name.startsWith(WIRES) ? '/proxies' : ROUTES.health;
    response = await fetch(url + look, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
  } catch (error) {
    const { cause } = error as { cause?: NodeJS.ErrnoException };
    throw new Error(cause?.code ?? 'no answer', { cause: error });
  }
  const text = await response.text();
  if (response.headers.get(HEADERS.instance) === name) return;
  // The exporter names no instance, and the stores that it reads.
  if (name.startsWith(EXPORTER) && text.startsWith('{"stores":')) return;
  // A toxiproxy that has just begun has no proxy, and that is all it can be told by.
  if (name.startsWith(WIRES) && text.trim() === '{}') return;
  throw new Error('somebody else answers');
}

export const EXPORTER = 'exporter';
