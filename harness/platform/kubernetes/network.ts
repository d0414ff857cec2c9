import { z } from 'zod';
import { labels } from '../../stores/kubernetes/objects.ts';
import { APP_CONTAINER } from '../../stores/kubernetes/app.ts';
import type { ServerEntry } from '../../stores/servers.ts';
import type { Attempts, Network } from '../subject.ts';
import { undo, untilInForce } from './chaos-mesh.ts';
import { networkChaos } from './chaos-objects.ts';
import { apply } from './get-up.ts';
import { kubectl, placed, type Place } from './kubectl.ts';
import { PER_INSTANCE } from './objects.ts';
import { findPod } from './pods.ts';
import { ATTEMPTS } from './scripts.ts';

/**
 * Nobody listens there in a pod of a run. Its system refuses at once, so that an answer says that a packet came through
 * and another one back, whatever the server does; and no server counts connections that say nothing.
 */
const CLOSED_PORT = 1;

const answersSchema = z.array(z.number());

interface NetworkContext {
  place: Place;
  server: ServerEntry;
  /** Also the name of its pod. */
  instance: string;
  signal: AbortSignal;
}

/** The network between the pods of an instance and of the server, which Chaos Mesh breaks. */
export function networkOf({ place, server, instance, signal }: NetworkContext): Network {
  const { namespace } = place;
  const name = `network-${instance}`;
  let isBroken = false;
  return {
    instance,
    async spoil(fault, atMostMs) {
      isBroken = true;
      const from = { [PER_INSTANCE]: instance };
      const to = labels('server', server.service);
      await apply(place, [networkChaos(fault, { name, namespace, from, to, atMostMs })], signal);
      return untilInForce(place, 'networkchaos', name, signal);
    },
    async attempt(attempts, limitMs) {
      const pod = await findPod(place, `${server.service}-0`, signal);
      const host = pod?.status.podIP;
      if (host === undefined) throw new Error(`the pod of ${server.service} has no address`);
      return attemptFrom(place, instance, { host, attempts, limitMs, signal });
    },
    async restore() {
      if (!isBroken) return;
      await undo(place, 'networkchaos', name);
      isBroken = false;
    },
  };
}

interface Aim {
  host: string;
  attempts: number;
  limitMs: number;
  signal: AbortSignal;
}

/** By the Node of the app's image: one is there for certain. */
async function attemptFrom(
  place: Place,
  pod: string,
  { host, attempts, limitMs, signal }: Aim,
): Promise<Attempts> {
  const of = [host, CLOSED_PORT, attempts, limitMs].map(String);
  // What the app's own Node is told is not meant for this one.
  const node = ['env', '-u', 'NODE_OPTIONS', 'node', '--input-type=module', '--eval', ATTEMPTS, ...of];
  const args = [...placed(place), 'exec', pod, '--container', APP_CONTAINER, '--', ...node];
  const answeredMs = answersSchema.parse(JSON.parse(await kubectl(args, { signal })));
  return { attempts, answeredMs: answeredMs.toSorted((one, other) => one - other) };
}
