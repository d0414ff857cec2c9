import { chaosMeshOf, FAULTS, isOfWire, type FaultKind, type FaultTraits } from './faults.ts';
import type { PlannedFault } from './plan.ts';

type Timed = Pick<PlannedFault, 'kind' | 'target' | 'atMs' | 'durationMs'>;

/** Whether one begins, by plan, before the other is over. What ends as the other begins comes after it. */
export function overlap(one: Timed, other: Timed): boolean {
  const [first, second] = one.atMs <= other.atMs ? [one, other] : [other, one];
  return second.atMs < first.atMs + first.durationMs;
}

/**
 * Why two faults cannot be at work at once, in a few words: they break the same thing, so that the one would undo what
 * the other broke, or one of them could not be seen to have its effect. Undefined where they can.
 */
export function exclusionOf(one: Timed, other: Timed): string | undefined {
  for (const fault of [one, other])
    if (ALONE.has(fault.kind))
      return `${fault.kind} is seen by a session that the store has to keep and to find`;
  const ofNetwork = [one, other].find(({ kind }) => chaosMeshOf(kind) === 'networkchaos');
  const ofApp = [one, other].find(({ kind }) => FAULTS[kind].site === 'app');
  if (ofNetwork !== undefined && ofApp !== undefined && isAt(ofNetwork, ofApp))
    return `${ofNetwork.kind} is seen from within the pod of ${ofNetwork.target}`;
  const shared = partsOf(one).find((part) => partsOf(other).some((its) => isSame(part, its)));
  if (shared === undefined || isOnlyKilling(one, other)) return undefined;
  return `both break ${shared.what}`;
}

/** What is done with a session of the harness's own needs an app and a store that serve. */
const ALONE: ReadonlySet<FaultKind> = new Set<FaultKind>(['app-secret-rotated']);

interface Broken {
  what: string;
  of: string;
}

const ALL = 'all';

function partsOf({ kind, target }: Timed): Broken[] {
  const { site, onWays }: FaultTraits = FAULTS[kind];
  const own = { app: 'the app', server: 'the server', wire: 'the wire' }[site];
  // Servers that follow each other late can all be broken besides.
  const parts: Broken[] = [{ what: onWays ? 'the way between the servers' : own, of: target }];
  if (site !== 'wire' && isOfWire(kind)) parts.push({ what: 'the wire', of: target });
  return parts;
}

const isSame = (one: Broken, other: Broken) =>
  one.what === other.what && isAt({ target: one.of }, { target: other.of });

const isAt = (one: Pick<Timed, 'target'>, other: Pick<Timed, 'target'>) =>
  one.target === other.target || one.target === ALL || other.target === ALL;

/** Closing the connections of a server undoes nothing that it was asked for besides. */
function isOnlyKilling(one: Timed, other: Timed): boolean {
  const areAsked = [one, other].every(({ kind }) => (FAULTS[kind] as FaultTraits).servers !== undefined);
  return (
    areAsked && one.kind !== other.kind && [one, other].some(({ kind }) => kind === 'server-clients-killed')
  );
}
