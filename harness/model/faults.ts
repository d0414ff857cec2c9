import { APP_FAULTS } from './faults/app.ts';
import { NET_FAULTS } from './faults/net.ts';
import { parametersSchema, usualOf, type GivenParameters } from './faults/parameters.ts';
import { SERVER_FAULTS } from './faults/server.ts';
import type { ChaosResource, FaultTraits } from './faults/traits.ts';
import { WIRE_FAULTS } from './faults/wire.ts';

export type { ChaosResource, FaultTraits } from './faults/traits.ts';
export { NEEDS, NEEDS_CHAOS_MESH, NEEDS_REPLICAS, NEEDS_WIRE } from './faults/needs.ts';

/** Every fault by name. One more is an entry in the file of what it hits. */
export const FAULTS = {
  ...APP_FAULTS,
  ...SERVER_FAULTS,
  ...WIRE_FAULTS,
  ...NET_FAULTS,
} as const satisfies Record<string, FaultTraits>;

/** Whether wires have to be there for it. */
export const isOfWire = (kind: FaultKind): boolean => {
  const { site, cutsWire, chaosMesh }: FaultTraits = FAULTS[kind];
  return (site === 'wire' && chaosMesh === undefined) || cutsWire === true;
};

/** By which resource Chaos Mesh does it; undefined: it is done without. */
export const chaosMeshOf = (kind: FaultKind): ChaosResource | undefined =>
  (FAULTS[kind] as FaultTraits).chaosMesh;

/** Whether it has the clock of an app go wrong. */
export const skewsClock = (kind: FaultKind): boolean => chaosMeshOf(kind) === 'timechaos';

/** Whether what it did to sessions may come to light long after it has healed. False for a kind that nobody knows. */
export const outlasts = (kind: string): boolean =>
  kind in FAULTS && (FAULTS[kind as FaultKind] as FaultTraits).outlasts === true;

/** Whose files it takes a layer below of, that knows what was synced: the server's or the store's; undefined: nobody's. */
export const undoesFiles = (kind: FaultKind): 'server' | 'store' | undefined => {
  const { undoesFilesOf, undoesFilesOfStore }: FaultTraits = FAULTS[kind];
  if (undoesFilesOfStore) return 'store';
  return undoesFilesOf && 'server';
};

/** Whether it is done by asking the server. */
export const asksServer = (kind: FaultKind): boolean => (FAULTS[kind] as FaultTraits).servers !== undefined;

/** Whether the server has to have a small disk of its own for it. */
export const takesOwnDisk = (kind: FaultKind): boolean => (FAULTS[kind] as FaultTraits).ownDisk === true;

/** Whether nothing but pods in a cluster can have it. */
export const isOfPods = (kind: FaultKind): boolean => (FAULTS[kind] as FaultTraits).pods === 'only';

/** Whether servers have to follow each other over a way that can be broken for it. */
export const isOnWays = (kind: FaultKind, given: GivenParameters = {}): boolean => {
  const { onWays, parameters }: FaultTraits = FAULTS[kind];
  const { choice } = parameters;
  const chosen = choice && String(given[choice.key] ?? usualOf(choice));
  return onWays === true || choice?.onWays?.some((value) => value === chosen) === true;
};

/** Why it cannot be had in a cluster, after its name; undefined: it can. */
export const notInCluster = (kind: FaultKind): string | undefined => {
  const { cutsWire, onProcesses }: FaultTraits = FAULTS[kind];
  if (cutsWire) return 'starts the app while its wire is cut, and in a cluster the kubelet starts it at once';
  if (onProcesses) return 'starts the app with other settings, which the cluster does not';
  if (takesOwnDisk(kind)) return 'takes a small disk of its own for the server, and a pod has none';
  if (undoesFiles(kind) !== undefined) return 'takes a layer below the files of a process of this machine';
  return undefined;
};

export type FaultKind = keyof typeof FAULTS;
export const FAULT_KINDS = Object.keys(FAULTS) as [FaultKind, ...FaultKind[]];

/** The parameters of a planned fault, all of them. Throws for what its schema refuses. */
export const parametersOf = (kind: FaultKind, given: GivenParameters = {}): GivenParameters =>
  parametersSchema(FAULTS[kind].parameters).parse(given) as GivenParameters;

/** What breaks without any fault of a plan: an app that runs out of memory or ends, a store that never calls back, or twice. */
export type UnplannedFailure = 'out-of-memory' | 'app-death' | 'store-silent' | 'store-repeats';

/** Whether the subject may be away by it: a store that calls back twice answers all the same. */
export const interruptsService = (kind: string): boolean =>
  kind !== ('store-repeats' satisfies UnplannedFailure);
