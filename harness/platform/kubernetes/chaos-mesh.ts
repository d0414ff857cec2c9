import pWaitFor, { TimeoutError } from 'p-wait-for';
import { z } from 'zod';
import { unavailable } from '../../errors.ts';
import { chaosMeshOf, type ChaosResource } from '../../model/faults.ts';
import type { Plan } from '../../model/plan.ts';
import { CHAOS_GROUP } from './chaos-objects.ts';
import { kubectl, placed, type Place } from './kubectl.ts';
import type { Right } from './rights.ts';

/** Its controller sees an object within a second, and its daemon does what it asks for within a few. */
const IN_FORCE_LIMIT_MS = 60_000;
const UNDONE_LIMIT_MS = 60_000;
const LOOK_EVERY_MS = 250;

/** What of Chaos Mesh a plan takes, and which of its faults does. */
export function chaosIn({ experiments }: Pick<Plan, 'experiments'>): Map<ChaosResource, string> {
  const kinds = experiments.flatMap(({ faults }) => faults.map(({ kind }) => kind));
  return new Map(
    kinds.flatMap((kind) => {
      const resource = chaosMeshOf(kind);
      return resource === undefined ? [] : [[resource, kind] as const];
    }),
  );
}

/** What a run does with its objects; besides, it runs something in pods. */
export const chaosRights = (resources: Iterable<ChaosResource>): Right[] =>
  [...resources].flatMap((resource) =>
    ['create', 'get', 'list', 'delete'].map((verb) => ({ verb, group: CHAOS_GROUP, resource })),
  );

/** Rejects with `unavailable` where the cluster does not know these resources, and says how to have it know them. */
export async function assertChaosMesh(
  context: string,
  needed: ReadonlyMap<ChaosResource, string>,
  signal: AbortSignal,
): Promise<void> {
  if (needed.size === 0) return;
  const args = ['--context', context, 'api-resources', '--api-group', CHAOS_GROUP, '--output', 'name'];
  const known = new Set((await kubectl(args, { signal })).split('\n').map((name) => name.trim()));
  for (const [resource, kind] of needed) {
    if (known.has(`${resource}.${CHAOS_GROUP}`)) continue;
    throw unavailable(
      `${kind} is done by Chaos Mesh, and the cluster of the context ${context} knows no ${resource}.${CHAOS_GROUP}`,
      {
        next: `install it there (helm install chaos-mesh chaos-mesh --repo https://charts.chaos-mesh.org --namespace chaos-mesh --create-namespace; where containerd runs the pods, with --set chaosDaemon.runtime=containerd,chaosDaemon.socketPath=/run/containerd/containerd.sock), or another fault (docs/KUBERNETES.md)`,
      },
    );
  }
}

const statusSchema = z.object({
  status: z
    .object({
      conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
      experiment: z
        .object({
          containerRecords: z
            .array(
              z.object({
                events: z
                  .array(z.object({ type: z.string(), message: z.string().optional() }))
                  .nullish()
                  .transform((events) => events ?? []),
              }),
            )
            .nullish()
            .transform((records) => records ?? []),
        })
        .optional(),
    })
    .optional(),
});

/** What Chaos Mesh says of an object: whether all is in force, and what went wrong last. */
export function saidOf(json: string): { isInForce: boolean; trouble: string | undefined } {
  const { status } = statusSchema.parse(JSON.parse(json));
  const is = (wanted: string) =>
    status?.conditions.some(({ type, status: value }) => type === wanted && value === 'True') === true;
  const events = status?.experiment?.containerRecords.flatMap(({ events: of }) => of) ?? [];
  return {
    isInForce: is('Selected') && is('AllInjected'),
    trouble: events.findLast(({ type }) => type === 'Failed')?.message?.trim(),
  };
}

/** Waits until Chaos Mesh says that an object of its is in force. Rejects with what it says where it is not. */
export async function untilInForce(
  place: Place,
  resource: ChaosResource,
  name: string,
  signal: AbortSignal,
): Promise<string> {
  const args = [...placed(place), 'get', `${resource}.${CHAOS_GROUP}`, name, '--output', 'json'];
  let trouble: string | undefined;
  const isInForce = async () => {
    const said = saidOf(await kubectl(args, { signal }));
    trouble = said.trouble ?? trouble;
    return said.isInForce;
  };
  try {
    await pWaitFor(isInForce, { interval: LOOK_EVERY_MS, timeout: IN_FORCE_LIMIT_MS, signal });
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    throw new Error(
      `Chaos Mesh has not done it within ${IN_FORCE_LIMIT_MS / 1000} s: ${trouble ?? 'it says nothing; that its controller runs?'}`,
      { cause: error },
    );
  }
  return 'Chaos Mesh says AllInjected';
}

/** By its name, or all of that resource. It ends once Chaos Mesh has undone it: until then it keeps the object there. */
const undoing = (place: Place, resource: ChaosResource, name: string | undefined, limitMs: number) => [
  ...placed(place),
  'delete',
  `${resource}.${CHAOS_GROUP}`,
  name ?? '--all',
  '--ignore-not-found',
  `--timeout=${limitMs / 1000}s`,
];

/** Has Chaos Mesh undo what it was told, while the pods are still there. Rejects where it has not within a limit. */
export async function undo(place: Place, resource: ChaosResource, name?: string): Promise<void> {
  // Also when the run was interrupted.
  const signal = AbortSignal.timeout(UNDONE_LIMIT_MS + LOOK_EVERY_MS);
  await kubectl(undoing(place, resource, name, UNDONE_LIMIT_MS), { signal, limitMs: UNDONE_LIMIT_MS });
}

/** The same for the reaper, before it takes the namespace away. */
export const undoingLast = (place: Place, resource: ChaosResource) =>
  undoing(place, resource, undefined, UNDONE_LIMIT_MS);
