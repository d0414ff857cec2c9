import { z } from 'zod';
import { messageOf } from '../../errors.ts';
import type { ChaosResource } from '../../model/faults.ts';
import { processSchema, thisMachine } from '../../process/mark.ts';
import { startOf } from '../../process/start-of.ts';
import type { LastCommand } from '../../process/reaper.ts';
import { undo, undoingLast } from './chaos-mesh.ts';
import { kubectl, lastKubectl, type Place } from './kubectl.ts';
import { MADE_BY, namespaceObject, OWNER } from './objects.ts';

/** Everything in it has to end first; it also happens when the run was interrupted. */
const REMOVE_LIMIT_MS = 180_000;

const ownerSchema = z.object({ machine: z.string(), owner: processSchema });

const namespacesSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({
        name: z.string(),
        annotations: z.record(z.string(), z.string()).default({}),
        deletionTimestamp: z.string().optional(),
      }),
    }),
  ),
});

/** `holdfast-<run>`, as Kubernetes takes names. */
export const namespaceOf = (run: string): string =>
  `holdfast-${run}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .slice(0, LONGEST_NAME)
    .replace(/-+$/, '');
const LONGEST_NAME = 63;

/** What takes a namespace away, whoever does it. */
const removing = ({ context, namespace }: Place, ...flags: string[]): string[] => [
  '--context',
  context,
  'delete',
  'namespace',
  namespace,
  '--ignore-not-found',
  ...flags,
];

/** For the reaper: what Chaos Mesh was told goes first, while its pods are there; the cluster does the rest by itself. */
export const removingLast = (place: Place, chaos: readonly ChaosResource[] = []): LastCommand[] => [
  ...chaos.map((resource) => lastKubectl(undoingLast(place, resource))),
  lastKubectl(removing(place, '--wait=false')),
];

/** Makes the namespace. Rejects where there is one of that name. */
export async function makeNamespace({ context, namespace }: Place, signal: AbortSignal): Promise<void> {
  const owner = {
    machine: thisMachine(),
    owner: { pid: process.pid, started: startOf(process.pid) ?? 'unknown' },
  };
  const input = JSON.stringify(namespaceObject(namespace, owner));
  await kubectl(['--context', context, 'create', '--filename', '-'], { signal, input });
}

/** Takes the namespace away, with all that is in it, and waits until it is gone. */
export async function removeNamespace(place: Place, chaos: readonly ChaosResource[] = []): Promise<void> {
  // Where Chaos Mesh does not end what it was told, the namespace is told to go all the same.
  for (const resource of chaos) await undo(place, resource).catch(() => {});
  const signal = AbortSignal.timeout(REMOVE_LIMIT_MS);
  const { context, namespace } = place;
  // Nobody is served any more: what ends need not take its time.
  const pods = ['delete', 'pods', '--all', '--grace-period', '1', '--wait=false'];
  const ended = ['--context', context, '--namespace', namespace, ...pods];
  await kubectl(removing(place, '--wait=false'), { signal });
  await kubectl(ended, { signal }).catch(() => {});
  await kubectl(removing(place), { signal, limitMs: REMOVE_LIMIT_MS });
}

/** Takes away what runs of this machine have left that were killed together with their reaper. */
export async function clearNamespaces(
  context: string,
  { signal, report }: { signal: AbortSignal; report: (line: string) => void },
): Promise<void> {
  const selector = Object.entries(MADE_BY).map(([key, value]) => `${key}=${value}`);
  const args = [
    '--context',
    context,
    'get',
    'namespaces',
    '--selector',
    selector.join(','),
    '--output',
    'json',
  ];
  const { items } = namespacesSchema.parse(JSON.parse(await kubectl(args, { signal })));
  for (const { metadata } of items) {
    const { name, annotations, deletionTimestamp } = metadata;
    if (deletionTimestamp !== undefined || !isOrphan(annotations[OWNER])) continue;
    report(`taking away the namespace ${name}, which a run left that was killed`);
    await kubectl(removing({ context, namespace: name }, '--wait=false'), { signal }).catch(
      (error: unknown) => report(messageOf(error)),
    );
  }
}

/** Whether a process of this machine made it that is gone. Of what another machine has made nothing is known. */
function isOrphan(text: string | undefined): boolean {
  try {
    const { machine, owner } = ownerSchema.parse(JSON.parse(text ?? ''));
    return machine === thisMachine() && startOf(owner.pid) !== owner.started;
  } catch {
    return false;
  }
}
