import { z } from 'zod';
import { usageError } from '../../errors.ts';
import type { Plan } from '../../model/plan.ts';
import { unknownName } from '../../plan/names.ts';
import { kubectl } from './kubectl.ts';

export type Cluster = NonNullable<Plan['cluster']>;

const versionSchema = z.object({ gitVersion: z.string() });

/** The contexts of the user's kubeconfig. */
export const contextsOf = async (signal: AbortSignal): Promise<string[]> =>
  (await kubectl(['config', 'get-contexts', '--output', 'name'], { signal }))
    .split('\n')
    .map((name) => name.trim())
    .filter(Boolean);

/** Throws a usage error, with those that there are, unless kubectl has a context of that name. */
export async function assertContext(
  context: string | undefined,
  signal: AbortSignal,
  why = '--platform kubernetes breaks things in a cluster',
): Promise<string> {
  const known = await contextsOf(signal);
  if (known.length === 0)
    throw usageError('kubectl knows no cluster: its configuration has no context', {
      next: 'KUBECONFIG=<file>, or kubectl config set-context',
    });
  if (context === undefined)
    throw usageError(`${why}, and nobody has said which one`, {
      next: `--context with one of ${known.join(', ')}`,
    });
  if (!known.includes(context)) throw unknownName('context of kubectl', context, known);
  return context;
}

/** Asks the cluster who it is. Rejects with `unavailable` where it does not answer. */
export async function lookAtCluster(context: string, signal: AbortSignal): Promise<Cluster> {
  const text = await kubectl(['--context', context, 'get', '--raw', '/version'], { signal });
  const { gitVersion: version } = versionSchema.parse(JSON.parse(text));
  const nodes = await kubectl(['--context', context, 'get', 'nodes', '--output', 'name'], { signal }).then(
    (names) => names.split('\n').filter(Boolean).length,
    () => undefined,
  );
  signal.throwIfAborted();
  return { context, version, ...(nodes !== undefined && { nodes }) };
}
