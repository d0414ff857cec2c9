import { unavailable } from '../../errors.ts';
import { kubectl, type Place } from './kubectl.ts';
import { assertRights, type Right } from './rights.ts';

const INSTALL =
  'kubectl apply --server-side --filename https://raw.githubusercontent.com/grafana/k6-operator/main/bundle.yaml; ';

const of = (verbs: string[], right: Omit<Right, 'verb'>) => verbs.map((verb): Right => ({ verb, ...right }));

/** All that it takes in the namespace to have k6-operator do a load. */
const RIGHTS: readonly Right[] = [
  ...of(['create', 'get', 'delete'], { group: 'k6.io', resource: 'testruns' }),
  ...of(['create', 'get', 'delete'], { resource: 'configmaps' }),
  ...of(['create', 'get', 'delete'], { resource: 'persistentvolumeclaims' }),
  ...of(['create', 'get', 'list', 'watch', 'delete'], { resource: 'pods' }),
  { verb: 'create', resource: 'pods', subresource: 'exec' },
  { verb: 'get', resource: 'pods', subresource: 'log' },
];

/** Rejects with `unavailable` where the cluster knows no TestRun, and where rights are missing; `or`: what else could be done. */
export async function assertOperator(place: Place, signal: AbortSignal, or: string): Promise<void> {
  const { context } = place;
  const asked = ['--context', context, 'api-resources', '--api-group', 'k6.io', '--output', 'name'];
  const known = (await kubectl(asked, { signal })).split('\n');
  if (!known.includes('testruns.k6.io'))
    throw unavailable(`the cluster of the context ${context} has no k6-operator: it knows no TestRun`, {
      next: INSTALL + or,
    });
  await assertRights(place, signal, RIGHTS);
}
