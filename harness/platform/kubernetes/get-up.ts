import pWaitFor, { TimeoutError } from 'p-wait-for';
import { z } from 'zod';
import { unavailable } from '../../errors.ts';
import { kubectl, placed, type Place } from './kubectl.ts';
import { containerIn, findPod, isReady, podsWith, type Pod } from './pods.ts';
import type { Door } from './reach.ts';
import { troubleOf } from './trouble.ts';

/** Pulling an image may take minutes; nothing else does. */
const UP_LIMIT_MS = 300_000;
const LOOK_EVERY_MS = 300;

/** Has the cluster take these objects. Rejects with what it says against them. */
export async function apply(place: Place, items: readonly object[], signal: AbortSignal): Promise<void> {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  await kubectl([...placed(place), 'apply', '--filename', '-'], { signal, input });
}

/** By its name, or the only one with a label. */
export type Wanted = { pod: string } | { label: string };

/** Waits until a pod is ready by the kubelet's own word. Rejects at once where that will not be, and says why. */
export async function untilUp(place: Place, wanted: Wanted, signal: AbortSignal): Promise<Pod> {
  let pod: Pod | undefined;
  const isUp = async () => {
    pod =
      'pod' in wanted
        ? await findPod(place, wanted.pod, signal)
        : (await podsWith(place, wanted.label, signal))[0];
    const trouble = pod && troubleOf(pod, place);
    if (trouble !== undefined) throw trouble;
    return pod !== undefined && isReady(pod);
  };
  try {
    await pWaitFor(isUp, { interval: LOOK_EVERY_MS, timeout: UP_LIMIT_MS, signal });
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    throw notUp(place, wanted, pod);
  }
  return pod as Pod;
}

function notUp(place: Place, wanted: Wanted, pod: Pod | undefined) {
  const within = `within ${UP_LIMIT_MS / 1000} s`;
  const where = placed(place).join(' ');
  if (pod === undefined) {
    const what = 'pod' in wanted ? wanted.pod : wanted.label;
    return unavailable(`the cluster made no pod ${what} ${within}`, {
      next: `kubectl ${where} get events; that its controllers run`,
    });
  }
  const { name } = pod.metadata;
  const { state, lastState, restartCount = 0 } = containerIn(pod) ?? {};
  const waits = state?.waiting?.reason;
  const ended = lastState?.terminated;
  const how =
    ended === undefined
      ? (waits ?? 'its container runs')
      : `its container ended with code ${ended.exitCode}, ${restartCount} times`;
  return unavailable(`the pod ${name} was not ready ${within}: ${how}`, {
    next: `kubectl ${where} describe pod ${name}, and logs ${name}`,
  });
}

const serviceSchema = z.object({
  spec: z.object({ ports: z.array(z.object({ nodePort: z.number().optional() })).min(1) }),
});
const nodesSchema = z.object({
  items: z.array(
    z.object({
      status: z.object({
        addresses: z.array(z.object({ type: z.string(), address: z.string() })).default([]),
      }),
    }),
  ),
});

/** The ways to a pod that is up, by the service of its own. */
export async function doorOf(
  place: Place,
  { pod, service, port }: { pod: Pod; service: string; port: number },
  signal: AbortSignal,
): Promise<Door> {
  const of = [...placed(place), 'get', 'service', service, '--output', 'json'];
  const { spec } = serviceSchema.parse(JSON.parse(await kubectl(of, { signal })));
  const { podIP = '', hostIP = '' } = pod.status;
  const nodes = [...new Set([hostIP, ...(await nodeAddresses(place, signal))])].filter(Boolean);
  return { name: pod.metadata.name, podIP, port, nodes, nodePort: spec.ports[0]?.nodePort ?? 0 };
}

/** Some clusters tell them to nobody but who runs them. */
async function nodeAddresses({ context }: Place, signal: AbortSignal): Promise<string[]> {
  try {
    const text = await kubectl(['--context', context, 'get', 'nodes', '--output', 'json'], { signal });
    return nodesSchema
      .parse(JSON.parse(text))
      .items.flatMap(({ status }) => status.addresses)
      .filter(({ type }) => type === 'ExternalIP' || type === 'InternalIP')
      .map(({ address }) => address);
  } catch {
    signal.throwIfAborted();
    return [];
  }
}
