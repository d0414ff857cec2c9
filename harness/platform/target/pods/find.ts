import { HoldfastError, messageOf, usageError } from '../../../errors.ts';
import type { OwnPods, PodOwner } from '../../../model/own-pods.ts';
import { unknownName } from '../../../plan/names.ts';
import { kubectl, placed, type Place } from '../../kubernetes/kubectl.ts';
import type { Right } from '../../kubernetes/rights.ts';
import { allowedBy } from './allowed.ts';
import { assertSettled, called, isStaying, oneMaker, type Flag } from './choose.ts';
import {
  controllerOf,
  makerSchema,
  markedSchema,
  ownedSchema,
  ownPodsListSchema,
  type Maker,
  type Marked,
  type OwnPod,
} from './objects.ts';

/** All that is done to pods of a user's own, besides asking for the namespace. */
export const RIGHTS: readonly Right[] = [
  ...['get', 'list', 'watch', 'delete'].map((verb): Right => ({ verb, resource: 'pods' })),
  ...['deployments', 'replicasets', 'statefulsets'].map((resource): Right => ({
    verb: 'get',
    group: 'apps',
    resource,
  })),
];
/** The same of a fault that is done from within a pod. */
export const EXEC: Right = { verb: 'create', resource: 'pods', subresource: 'exec' };

/** The pods of one Deployment or StatefulSet. */
export interface FoundPods {
  owner: PodOwner;
  maker: Maker;
  /** By their names, so that each keeps its number from one look to the next. */
  pods: OwnPod[];
}

export interface Found {
  app: FoundPods;
  server?: FoundPods;
}

/** By what labels the user calls them. */
export interface Selectors {
  app: string;
  server?: string | undefined;
}

/**
 * Finds the pods that may be broken, all of them ready. Rejects with one message where a selector matches nothing, pods of
 * several Deployments, or pods in another namespace alone, and where they are not as they are to be.
 */
export async function findPods(
  place: Place,
  { app, server }: Selectors,
  signal: AbortSignal,
): Promise<Found> {
  const found = await findOne(place, { flag: '--kubernetes-app', selector: app }, signal);
  if (server === undefined) return { app: found };
  const other = await findOne(place, { flag: '--kubernetes-server', selector: server }, signal);
  if (called(other.owner) === called(found.owner))
    throw usageError(`${called(found.owner)} is named as the app and as its store's server`, {
      next: 'labels of two of them, with --kubernetes-app and --kubernetes-server',
    });
  return { app: found, server: other };
}

interface Asked {
  flag: Flag;
  selector: string;
}

async function findOne(place: Place, asked: Asked, signal: AbortSignal): Promise<FoundPods> {
  const { flag, selector } = asked;
  const matched = await podsOf(place, asked, signal);
  if (matched.length === 0) throw await matchesNothing(place, asked, signal);
  const pods = matched.filter(isStaying);
  const makers = new Map<string, { kind: string; name: string } | undefined>();
  for (const { metadata } of pods) makers.set(metadata.name, await makerOf(place, metadata, signal));
  const owner = oneMaker({ flag, selector, namespace: place.namespace, makers });
  const maker = await lookAtMaker(place, owner, signal);
  assertSettled(owner, { maker, pods, place });
  return { owner, maker, pods: pods.toSorted(byName) };
}

const byName = ({ metadata: one }: OwnPod, { metadata: other }: OwnPod) => (one.name < other.name ? -1 : 1);

/** Pods with these labels. Rejects with a usage error for what is no selector. */
async function podsOf(place: Place, { flag, selector }: Asked, signal: AbortSignal): Promise<OwnPod[]> {
  // Of no labels at all, kubectl gives every pod that there is.
  if (selector.trim() === '') throw noSelector(flag, selector);
  try {
    return await podsWith(place, selector, signal);
  } catch (error) {
    const why = /that match label selector .* field selector "[^"]*": (.*)$/.exec(messageOf(error))?.[1];
    throw why === undefined ? error : noSelector(flag, selector, why.slice(0, LONGEST));
  }
}

const LONGEST = 120;
const noSelector = (flag: Flag, selector: string, why?: string) =>
  usageError(`${flag} '${selector}' is no selector of labels${why === undefined ? '' : ` (${why})`}`, {
    next: `${flag} 'app=shop'`,
  });

/** Pods with these labels, as they are now. */
export async function podsWith(place: Place, selector: string, signal: AbortSignal): Promise<OwnPod[]> {
  const args = [...placed(place), 'get', 'pods', '--selector', selector, '--output', 'json'];
  return ownPodsListSchema.parse(JSON.parse(await kubectl(args, { signal }))).items;
}

/** A ReplicaSet makes pods for a Deployment. */
async function makerOf(place: Place, made: Parameters<typeof controllerOf>[0], signal: AbortSignal) {
  const maker = controllerOf(made);
  if (maker?.kind !== 'ReplicaSet') return maker;
  const args = [...placed(place), 'get', 'replicaset.apps', maker.name, '--output', 'json'];
  const { metadata } = ownedSchema.parse(JSON.parse(await kubectl(args, { signal })));
  return controllerOf(metadata) ?? maker;
}

/** What makes pods, as it is now. */
export async function lookAtMaker(
  place: Place,
  { kind, name }: PodOwner,
  signal: AbortSignal,
): Promise<Maker> {
  const args = [...placed(place), 'get', `${kind.toLowerCase()}.apps`, name, '--output', 'json'];
  return makerSchema.parse(JSON.parse(await kubectl(args, { signal })));
}

async function matchesNothing(place: Place, { flag, selector }: Asked, signal: AbortSignal) {
  const { context, namespace } = place;
  const all = await namesOf(['get', 'namespaces'], context, signal);
  if (all.length > 0 && !all.includes(namespace))
    return unknownName('namespace of the cluster', namespace, all);
  const elsewhere = await namesOf(
    ['get', 'pods', '--all-namespaces', '--selector', selector],
    context,
    signal,
    '.metadata.namespace',
  );
  const others = [...new Set(elsewhere)].toSorted();
  const [other] = others;
  const what = `${flag} '${selector}' matches no pod in the namespace ${namespace}`;
  return other === undefined
    ? usageError(what, { next: `kubectl ${placed(place).join(' ')} get pods --show-labels` })
    : usageError(`${what}, but in ${others.join(', ')}: pods of another namespace are not touched`, {
        next: `--namespace ${other}, if that is what is meant`,
      });
}

/** Nothing where that may not be asked. */
async function namesOf(
  what: readonly string[],
  context: string,
  signal: AbortSignal,
  field = '.metadata.name',
): Promise<string[]> {
  const args = [
    '--context',
    context,
    ...what,
    '--output',
    `jsonpath={range .items[*]}{${field}}{"\\n"}{end}`,
  ];
  const text = await kubectl(args, { signal }).catch((error: unknown) => {
    if (error instanceof HoldfastError) return '';
    throw error;
  });
  signal.throwIfAborted();
  return text.split('\n').filter(Boolean);
}

/** How their owner has said that they may be broken. Rejects with a usage error where nobody has. */
export async function whoAllows(
  place: Place,
  { app, server }: Found,
  isSaid: boolean,
  signal: AbortSignal,
): Promise<NonNullable<OwnPods['allowedBy']>> {
  const makers = [app, ...(server === undefined ? [] : [server])].map(({ owner, maker }) => ({
    called: called(owner),
    marked: maker,
  }));
  const ofNamespace = await lookAtNamespace(place, signal);
  return allowedBy({ makers, ...place, ofNamespace }, isSaid);
}

/** Undefined where it may not be looked at. */
async function lookAtNamespace(
  { context, namespace }: Place,
  signal: AbortSignal,
): Promise<Marked | undefined> {
  try {
    const args = ['--context', context, 'get', 'namespace', namespace, '--output', 'json'];
    return markedSchema.parse(JSON.parse(await kubectl(args, { signal })));
  } catch (error) {
    if (error instanceof HoldfastError) return undefined;
    throw error;
  }
}
