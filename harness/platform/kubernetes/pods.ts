import { z } from 'zod';
import { kubectl, placed, type Place } from './kubectl.ts';

const endedSchema = z.object({
  exitCode: z.number(),
  reason: z.string().optional(),
  message: z.string().optional(),
  containerID: z.string().optional(),
  /** By the clock of its node, in whole seconds. */
  finishedAt: z.string().optional(),
});

const stateSchema = z.object({
  waiting: z.object({ reason: z.string().optional(), message: z.string().optional() }).optional(),
  running: z.object({}).optional(),
  terminated: endedSchema.optional(),
});

export const podSchema = z.object({
  metadata: z.object({ name: z.string(), uid: z.string(), deletionTimestamp: z.string().optional() }),
  spec: z.object({ containers: z.array(z.object({ image: z.string().optional() })) }),
  status: z.object({
    phase: z.string().optional(),
    podIP: z.string().optional(),
    hostIP: z.string().optional(),
    conditions: z
      .array(
        z.object({
          type: z.string(),
          status: z.string(),
          reason: z.string().optional(),
          message: z.string().optional(),
        }),
      )
      .default([]),
    containerStatuses: z
      .array(
        z.object({
          name: z.string(),
          image: z.string().optional(),
          containerID: z.string().optional(),
          restartCount: z.number(),
          ready: z.boolean(),
          state: stateSchema.default({}),
          lastState: stateSchema.default({}),
        }),
      )
      .default([]),
  }),
});

/** A pod as the API tells of it. */
export type Pod = z.infer<typeof podSchema>;
export type Ending = z.infer<typeof endedSchema>;

export const podFrom = (json: string): Pod => podSchema.parse(JSON.parse(json));

/** A pod by its name, as it is now; undefined while there is none. */
export async function findPod(place: Place, name: string, signal: AbortSignal): Promise<Pod | undefined> {
  const args = [...placed(place), 'get', 'pod', name, '--ignore-not-found', '--output', 'json'];
  const text = await kubectl(args, { signal });
  return text.trim() === '' ? undefined : podFrom(text);
}

/** The pods with a label, as they are now. */
export async function podsWith(place: Place, label: string, signal: AbortSignal): Promise<Pod[]> {
  const args = [...placed(place), 'get', 'pods', '--selector', label, '--output', 'json'];
  const { items } = z
    .object({ items: z.array(podSchema) })
    .parse(JSON.parse(await kubectl(args, { signal })));
  return items;
}

/** The container of that name, or the one that pods of a run have. */
export const containerIn = ({ status: { containerStatuses } }: Pod, name?: string) =>
  name === undefined ? containerStatuses[0] : containerStatuses.find((each) => each.name === name);

/** How the container of that id ended, where the pod tells of it. */
export function endingOf(pod: Pod, id: string, name?: string): Ending | undefined {
  const container = containerIn(pod, name);
  return [container?.state.terminated, container?.lastState.terminated].find(
    (ended) => ended?.containerID === id,
  );
}

export const isReady = ({ status, metadata }: Pod): boolean =>
  metadata.deletionTimestamp === undefined &&
  status.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True');
