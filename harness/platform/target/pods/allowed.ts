import { usageError } from '../../../errors.ts';
import type { OwnPods } from '../../../model/own-pods.ts';
import { BREAK_LABEL } from '../project/allowed.ts';
import type { Marked } from './objects.ts';

const hasMark = ({ metadata: { labels, annotations } }: Marked) =>
  [labels, annotations].some((each) => /^(yes|true)$/i.test(each[BREAK_LABEL] ?? ''));

interface Asked {
  /** `Deployment/shop` and the like, with its labels and annotations. */
  makers: readonly { called: string; marked: Marked }[];
  namespace: string;
  /** Of the namespace itself; undefined: it may not be looked at. */
  ofNamespace: Marked | undefined;
  context: string;
}

/**
 * How the owner of these pods has said that they may be broken: each Deployment, or the namespace, by a label or an
 * annotation, or all by a flag. Throws a usage error where nobody has.
 */
export function allowedBy(
  { makers, namespace, ofNamespace, context }: Asked,
  isSaid: boolean,
): NonNullable<OwnPods['allowedBy']> {
  const without = makers.filter(({ marked }) => !hasMark(marked)).map(({ called }) => called);
  if (without.length === 0 || (ofNamespace !== undefined && hasMark(ofNamespace))) return 'label';
  if (isSaid) return 'flag';
  const have = without.length === 1 ? 'has' : 'have';
  throw usageError(
    `these faults would break pods of ${without.join(' and ')} in the namespace ${namespace}, which ${have} no label or annotation ${BREAK_LABEL}: nothing is broken unasked`,
    {
      next: `kubectl --context ${context} --namespace ${namespace} annotate ${without.join(' ')} ${BREAK_LABEL}=yes; or --yes-break-it`,
    },
  );
}
