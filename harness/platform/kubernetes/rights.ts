import { unavailable } from '../../errors.ts';
import { kubectl, type Place } from './kubectl.ts';

export interface Right {
  verb: string;
  group?: string;
  resource: string;
  subresource?: string;
  /** Of the whole cluster, and not of the run's namespace. */
  isOfCluster?: true;
}

const ofNamespaces = ['create', 'get', 'list', 'delete'].map((verb): Right => ({
  verb,
  resource: 'namespaces',
  isOfCluster: true,
}));
const made = ['create', 'get', 'list', 'patch', 'delete'].flatMap((verb): Right[] => [
  { verb, group: 'apps', resource: 'statefulsets' },
  { verb, group: 'apps', resource: 'deployments' },
  { verb, resource: 'services' },
  { verb, resource: 'secrets' },
]);

/** All that a run does in a cluster. */
export const RIGHTS: readonly Right[] = [
  ...ofNamespaces,
  ...made,
  ...['get', 'list', 'watch', 'delete'].map((verb): Right => ({ verb, resource: 'pods' })),
  { verb: 'create', resource: 'pods', subresource: 'exec' },
  { verb: 'get', resource: 'pods', subresource: 'log' },
];

/** The questions, as the API takes them: it answers each, and keeps none. */
export const reviews = (namespace: string, rights: readonly Right[] = RIGHTS): object => ({
  apiVersion: 'v1',
  kind: 'List',
  items: rights.map(({ verb, group = '', resource, subresource, isOfCluster }) => ({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: {
      resourceAttributes: {
        verb,
        group,
        resource,
        ...(subresource !== undefined && { subresource }),
        ...(isOfCluster !== true && { namespace }),
      },
    },
  })),
});

/** One line for each: whether it is allowed, and what. */
const ANSWER =
  'jsonpath={.status.allowed} {.spec.resourceAttributes.verb} {.spec.resourceAttributes.resource} {.spec.resourceAttributes.subresource}{"\\n"}';

/** What the answers say may not be done: each verb with what it would be done to. */
export function denied(answers: string): Map<string, string[]> {
  const missing = new Map<string, string[]>();
  for (const answer of answers.split('\n').filter(Boolean)) {
    const [allowed, verb = '', ...what] = answer.trim().split(' ');
    if (allowed === 'true') continue;
    const on = what.join('/');
    missing.set(on, [...(missing.get(on) ?? []), verb]);
  }
  return missing;
}

/** Rejects with `unavailable` and all that is missing, before anything is made. */
export async function assertRights(
  { context, namespace }: Place,
  signal: AbortSignal,
  rights: readonly Right[] = RIGHTS,
): Promise<void> {
  const text = await kubectl(['--context', context, 'create', '--filename', '-', '--output', ANSWER], {
    signal,
    input: JSON.stringify(reviews(namespace, rights)),
  });
  const missing = [...denied(text)].map(([what, verbs]) => `${verbs.join(', ')} ${what}`);
  if (missing.length === 0) return;
  throw unavailable(
    `a run in the cluster of the context ${context} takes rights that you do not have there: ${missing.join('; ')}`,
    { next: 'a role that has them: docs/KUBERNETES.md, or another --context' },
  );
}
