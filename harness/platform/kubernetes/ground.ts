import { Toxiproxy } from 'toxiproxy-node-client';
import { unavailable } from '../../errors.ts';
import { HELD_DATA, heldObjects } from '../../stores/kubernetes/held.ts';
import { SERVER_CONTAINER } from '../../stores/kubernetes/server.ts';
import { toxiproxyObjects } from '../../stores/kubernetes/wires.ts';
import type { ServerEntry } from '../../stores/servers.ts';
import { TOXIPROXY_API_PORT } from '../../stores/toxiproxy.ts';
import { hostPort } from '../address.ts';
import type { Ground, MemberOptions, Proxies, Site } from '../topologies/ground.ts';
import { answered } from '../wires.ts';
import { apply, untilUp } from './get-up.ts';
import { preparingIn, runIn } from './in-pod.ts';
import type { Place } from './kubectl.ts';
import type { PodLog } from './logs.ts';
import { MemberPod } from './member.ts';
import { inOneNumbering } from './objects.ts';
import { containerIn, type Pod } from './pods.ts';
import type { Watched } from './watch.ts';

/** Proxies of a toxiproxy listen there and above. */
const FIRST_PROXY_PORT = 21_000;
/** That of a cluster's nodes, above their own. */
const SECOND_PORT = 10_000;

export interface PodGroundContext {
  place: Place;
  /** What the servers are: their image, and what it runs them as. */
  server: ServerEntry;
  /** The program in that image. */
  program: string;
  /** Those that are not as by default, by their names in harness/stores/settings.ts. */
  settings: Readonly<Record<string, string>>;
  logOf: (name: string, pod: string) => PodLog;
  signal: AbortSignal;
}

/** Servers of a topology as pods of a run's namespace, each at the address of its pod, which this machine has to reach. */
export interface PodGround extends Ground {
  /** What a run learns nothing more without. */
  readonly pods: readonly Watched[];
}

export function podGround(context: PodGroundContext): PodGround {
  const pods: Watched[] = [];
  return {
    pods,
    site: (name) => siteOf(name, context, pods),
    proxies: (name) => proxiesFor(name, context, pods),
  };
}

async function siteOf(name: string, context: PodGroundContext, pods: Watched[]): Promise<Site> {
  const { place: namespace, server, program, settings, logOf, signal } = context;
  await apply(namespace, heldObjects(name, server).map(inOneNumbering), signal);
  const pod = `${name}-0`;
  const log = logOf(name, pod);
  const address = { host: addressOf(await untilUp(namespace, { pod }, signal)), port: server.port };
  const at = { place: namespace, pod, container: SERVER_CONTAINER };
  const path = await runIn(at, 'command -v "$1"', [program], { signal }).catch(() => '');
  if (path === '')
    throw unavailable(`the image ${server.image} has no ${program} on its PATH`, {
      next: `see that ${server.image} in the cluster is what its makers publish`,
    });
  const place = {
    tool: { path },
    dataFolder: HELD_DATA,
    port: server.port,
    settings,
    isOpen: true,
    isRoot: false,
  };
  const preparing = preparingIn(at, signal);
  return {
    name,
    address,
    place,
    preparing,
    program,
    secondPort: () => Promise.resolve(server.port + SECOND_PORT),
    start: async (member: MemberOptions) => {
      await member.prepare?.();
      await member.beforeStart?.();
      const started = new MemberPod({ ...at, name, address, member, log, signal });
      await started.start();
      await log.write();
      pods.push(started);
      return started;
    },
  };
}

async function proxiesFor(
  name: string,
  { place, logOf, signal }: PodGroundContext,
  pods: Watched[],
): Promise<Proxies> {
  await apply(place, toxiproxyObjects(name), signal);
  const podName = `${name}-0`;
  logOf(name, podName);
  const pod = await untilUp(place, { pod: podName }, signal);
  const host = addressOf(pod);
  const id = containerIn(pod)?.containerID;
  pods.push({ name: 'toxiproxy', pod: podName, uid: pod.metadata.uid, id, hasEnded: () => false });
  const api = `http://${hostPort({ host, port: TOXIPROXY_API_PORT })}`;
  const client = new Toxiproxy(api);
  let next = FIRST_PROXY_PORT;
  return {
    api,
    client,
    proxy: async (called, upstream) => {
      const port = next++;
      await answered(
        client.createProxy({ name: called, listen: `0.0.0.0:${port}`, upstream, enabled: true }),
      );
      return { host, port };
    },
    // It goes with all of the subject.
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function addressOf({ status, metadata }: Pod): string {
  if (status.podIP === undefined) throw new Error(`the pod ${metadata.name} has no address`);
  return status.podIP;
}
