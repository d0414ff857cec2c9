import { usageError } from '../../../errors.ts';
import type { OwnProject } from '../../../model/own-project.ts';
import { serviceOf, type Container } from '../../compose/containers.ts';

/** On what may be broken, in the compose file: `labels: { holdfast.break: "yes" }`. */
export const BREAK_LABEL = 'holdfast.break';

/** Compose makes "true" of a yes without quotes. */
const hasLabel = ({ Config }: Container) => /^(yes|true)$/i.test(Config.Labels[BREAK_LABEL] ?? '');

/**
 * How the owner of these containers has said that they may be broken: each by its label, or all by a flag. Throws a
 * usage error where nobody has.
 */
export function allowedBy(
  project: string,
  containers: readonly Container[],
  isSaid: boolean,
): NonNullable<OwnProject['allowedBy']> {
  const without = [...new Set(containers.filter((each) => !hasLabel(each)).map(serviceOf))];
  if (without.length === 0) return 'label';
  if (isSaid) return 'flag';
  const [services, have] = without.length === 1 ? ['the service', 'has'] : ['the services', 'have'];
  throw usageError(
    `these faults would break ${services} ${without.join(' and ')} of the project ${project}, which ${have} no label ${BREAK_LABEL}: nothing is broken unasked`,
    {
      next: `labels: { ${BREAK_LABEL}: "yes" } there, and docker compose up --detach; or --yes-break-it`,
    },
  );
}
