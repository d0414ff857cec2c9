import { Toxiproxy } from 'toxiproxy-node-client';
import { APP_CONTAINER } from '../../stores/kubernetes/app.ts';
import { WIRES, wirePort } from '../../stores/kubernetes/wires.ts';
import type { ServerEntry } from '../../stores/servers.ts';
import { TOXIPROXY_API_PORT } from '../../stores/toxiproxy.ts';
import { openTo } from '../connections-to.ts';
import type { Wire } from '../subject.ts';
import { answered, proxiedWire } from '../wires.ts';
import { apply, doorOf, untilUp } from './get-up.ts';
import { kubectl, placed, type Place } from './kubectl.ts';
import type { PodLog } from './logs.ts';
import { wiresOf } from './objects.ts';
import { containerIn } from './pods.ts';
import { reach, urlOf, type Way } from './reach.ts';
import type { Watched } from './watch.ts';

interface WiresContext {
  place: Place;
  store: { entry: ServerEntry; upstream: string | undefined };
  instances: readonly string[];
  /** By which the harness reaches pods. */
  way: Way;
  logOf: (name: string, pod: string) => PodLog;
  signal: AbortSignal;
}

/**
 * Starts toxiproxy in a pod by itself, with a wire to the server for each instance; before the app, which finds its
 * server only through them. Rejects with `unavailable` where it does not get ready.
 */
export async function startWires(context: WiresContext): Promise<{ wires: Wire[]; pod: Watched }> {
  const { place, store, instances, way, logOf, signal } = context;
  const { entry: server, upstream } = store;
  if (upstream === undefined)
    throw new Error('clients are told the addresses of several servers, and go there');
  await apply(place, wiresOf(server, instances, way), signal);
  const name = `${WIRES}-0`;
  logOf(WIRES, name);
  const pod = await untilUp(place, { pod: name }, signal);
  const door = await doorOf(place, { pod, service: WIRES, port: TOXIPROXY_API_PORT }, signal);
  const reached = await reach(door, { place, only: way, signal });
  const api = urlOf(reached);
  const client = new Toxiproxy(api);
  const wires: Wire[] = [];
  for (const [index, instance] of instances.entries()) {
    const port = wirePort(server, index);
    const proxy = { name: instance, listen: `0.0.0.0:${port}`, upstream, enabled: true };
    await answered(client.createProxy(proxy));
    const near = way === 'pod' ? { near: { host: reached.host, port } } : {};
    wires.push({
      ...proxiedWire({ api, proxy: instance, instance, ...near }),
      // They are in the instance's own pod, and not on this machine.
      connections: () => openIn(place, instance, server.port, signal),
    });
  }
  const { uid } = pod.metadata;
  const id = containerIn(pod)?.containerID;
  return { wires, pod: { name: 'toxiproxy', pod: name, uid, id, hasEnded: () => false } };
}

/** The connections of the app in a pod that are open to a port, as its own kernel tells. */
async function openIn(
  place: Place,
  pod: string,
  port: number,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const tables = ['cat', '/proc/net/tcp', '/proc/net/tcp6'];
  const args = [...placed(place), 'exec', pod, '--container', APP_CONTAINER, '--', ...tables];
  return openTo(port, await kubectl(args, { signal }));
}
