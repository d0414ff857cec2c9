import type { ServerProgram } from '../../protocol/servers.ts';
import { unknownName } from './names.ts';
import { HoldfastError, usageError } from '../errors.ts';
import type { GivenParameters } from '../model/faults/parameters.ts';
import {
  chaosMeshOf,
  FAULT_KINDS,
  FAULTS,
  isOfWire,
  notInCluster,
  isOnWays,
  takesOwnDisk,
  undoesFiles,
  type FaultKind,
  type FaultTraits,
} from '../model/faults.ts';
import { exclusionOf, overlap } from '../model/overlap.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { PlatformName } from '../model/platforms.ts';
import { isFronted, LONGEST_LAG_MS, LOSES_POWER, WITH_WAYS } from '../model/topologies.ts';
import { parseParameters, writtenParameters } from './fault-parameters.ts';
import { parseDuration } from './parse-duration.ts';

export interface FaultSites {
  store: string;
  instances: number;
  /** Whether the store has a server that can be broken, and wires to it. */
  hasServer: boolean;
  /** Whether the store keeps its sessions in files, without a server. */
  keepsFiles?: boolean;
  /** How the server is laid out; absent: one by itself. */
  topology?: string | undefined;
  /** What the server is called, where it is not by its store. */
  server?: string | undefined;
  /** Which program that is, where it is one of Holdfast's own. */
  program?: ServerProgram | undefined;
  /** An app of the user's own, that Holdfast starts by its command. */
  isForeign?: boolean;
  /** Pods of the user's own in a cluster, which may be broken there. */
  isOfPods?: boolean;
  /** What the subject lives on; absent: processes. */
  platform?: PlatformName;
}

/**
 * `app-restart@5s,wire-slow(150ms±50ms, both):app-2@8s+1s`: a schedule of faults, each a kind, its parameters, the
 * instance that it hits (app-1 if not said), its time and how long it lasts. Throws a usage error that names the part that is wrong.
 */
export function parseFaults(text: string, sites: FaultSites): PlannedFault[] {
  const faults = text.split(BETWEEN).map((part, index) => {
    const match = FAULT.exec(part.trim());
    const { name, within, given, time, lasting } = match?.groups ?? {};
    if (name === undefined || time === undefined) {
      throw usageError(
        `"${part.trim()}" is not a fault; expected kind@time or kind@time+duration, such as app-crash@5s, app-crash:app-2@5s, app-pause@5s+2s or wire-slow(150ms)@5s`,
      );
    }
    const kind = FAULT_KINDS.find((known) => known === name);
    if (kind === undefined) throw unknownName('fault', name, FAULT_KINDS);
    const { site, usualMs }: FaultTraits = FAULTS[kind];
    const targets = targetsIn(kind, sites);
    const target = given ?? targets[0];
    if (!targets.includes(target))
      throw unknownName(site === 'server' ? 'server' : 'instance', target, targets);
    const durationMs = lasting === undefined ? usualMs : parseDuration(lasting);
    if (usualMs > 0 && durationMs === 0)
      throw usageError(`"${part.trim()}" is over as it begins, and breaks nothing`, {
        next: `${name}@${time}+${usualMs / 1000}s`,
      });
    // A server of several is started by Holdfast.
    const isHeld = site === 'server' && sites.topology !== undefined;
    if (sites.platform === 'kubernetes' && usualMs === 0 && durationMs > 0 && !isHeld)
      throw usageError(
        `"${part.trim()}" keeps something down for a while, and in a cluster the kubelet starts it again at once`,
        { next: `${name}@${time}` },
      );
    const parameters = parseParameters(kind, within);
    assertWays(kind, sites, parameters);
    assertScalable(kind, sites, parameters);
    const fault = { id: `f${index + 1}`, kind, target, atMs: parseDuration(time), durationMs };
    return parameters === undefined ? fault : { ...fault, parameters };
  });
  assertCompatible(faults);
  if (
    faults.some(({ kind }) => takesOwnDisk(kind)) &&
    faults.some(({ kind }) => undoesFiles(kind) === 'server')
  )
    throw usageError('server-disk-full and server-power-loss each take a disk of their own for the server', {
      next: 'a run of each',
    });
  assertWithoutWires(faults);
  return faults;
}

/** What a fault can be aimed at; the first where nobody says. Throws a usage error where the subject cannot have it. */
export function targetsIn(kind: FaultKind, sites: FaultSites): [string, ...string[]] {
  const targets = targetsOf(kind, sites);
  assertPossible(kind, sites);
  return targets;
}

/** Whether the subject can have it; of what can be chosen, that. */
export function canHave(kind: FaultKind, sites: FaultSites, parameters?: GivenParameters): boolean {
  try {
    assertWays(kind, sites, parameters);
    assertScalable(kind, sites, parameters);
    return targetsIn(kind, sites).length > 0;
  } catch (error) {
    if (error instanceof HoldfastError) return false;
    throw error;
  }
}

/** Faults that overlap must be able to be at work at once; others come one after the other. */
function assertCompatible(faults: readonly PlannedFault[]): void {
  for (const [index, one] of faults.entries())
    for (const other of faults.slice(index + 1)) {
      const why = overlap(one, other) ? exclusionOf(one, other) : undefined;
      if (why !== undefined)
        throw usageError(
          `${one.kind}@${one.atMs}ms+${one.durationMs}ms and ${other.kind}@${other.atMs}ms cannot be at work at once: ${why}`,
          { next: 'one after the other, or a shorter time' },
        );
    }
}

/** Where a toxiproxy stands between the pods of the app and of its server, nothing goes straight from the one to the other. */
function assertWithoutWires(faults: readonly PlannedFault[]): void {
  const ofNetwork = faults.find(({ kind }) => chaosMeshOf(kind) === 'networkchaos');
  const ofWire = faults.find(({ kind }) => isOfWire(kind));
  if (ofNetwork === undefined || ofWire === undefined) return;
  throw usageError(
    `${ofNetwork.kind} breaks the network between the pods of the app and of its server, and ${ofWire.kind} has a toxiproxy stand there`,
    { next: 'a run of each' },
  );
}

/** Not within the parameters of one. */
const BETWEEN = /,(?![^(]*\))/;
const FAULT =
  /^(?<name>[\w-]+)\s*(?:\((?<within>[^()]*)\))?(?::(?<given>[\w-]+))?@(?<time>[^+]+)(?:\+(?<lasting>.+))?$/;

/** The target of what hits every instance. */
const ALL = 'all';

function targetsOf(
  kind: FaultKind,
  { store, instances, hasServer, topology, server = store, platform }: FaultSites,
): [string, ...string[]] {
  const { site, needsReplicas, hitsAll }: FaultTraits = FAULTS[kind];
  if ((site !== 'app' || isOfWire(kind)) && !hasServer) {
    throw usageError(`${kind} breaks a store's server or the way to it, and ${store} has none`, {
      next:
        store === 'your-app'
          ? 'a fault of the app, or say which server it has: --server with --command, --compose-server with --compose-project'
          : 'a fault of the app, or a store with a server',
    });
  }
  if (needsReplicas && topology === undefined) {
    throw usageError(`${kind} needs a server that can take over, and ${store} has one server by itself`, {
      next: 'a --topology, where the store has one, or server-crash',
    });
  }
  if (chaosMeshOf(kind) === 'networkchaos' && topology !== undefined)
    throw usageError(
      `${kind} breaks the network between an app and one server, and ${store}@${topology} has several`,
      { next: 'server-failover or server-pause, or the store without --topology' },
    );
  if (isOfWire(kind) && topology !== undefined && !isFronted(topology)) {
    throw usageError(
      `${kind} breaks the way to the one address of a server; of ${store}@${topology} clients are told the servers' own addresses, and go there`,
      { next: 'server-failover or server-pause, or the store without --topology' },
    );
  }
  if (site === 'server') return [server];
  // All containers of a service find the server by one name.
  if (hitsAll || (site === 'wire' && platform === 'target' && instances > 1)) return [ALL];
  const others = Array.from({ length: instances - 1 }, (_, at) => `app-${at + 2}`);
  return ['app-1', ...others];
}

/** Throws where the subject has too few instances for it, or lives where it cannot be done. */
function assertPossible(kind: FaultKind, sites: FaultSites): void {
  const {
    site,
    leastInstances = 1,
    onProcesses,
    asksApp,
    cutsWire,
    servers,
    pods,
    chaosMesh,
  }: FaultTraits = FAULTS[kind];
  const { instances, platform = 'process', isForeign = false, isOfPods = false } = sites;
  if (instances < leastInstances)
    throw usageError(
      `${kind} takes ${leastInstances} instances, and there ${instances === 1 ? 'is' : 'are'} ${instances}`,
      {
        next: `--instances ${leastInstances}`,
      },
    );
  if (pods === 'only' && !isOfPods && platform !== 'kubernetes')
    throw usageError(`${kind} is for pods in a cluster, and this is none`, {
      next: '--platform kubernetes or --kubernetes-app (docs/KUBERNETES.md), or app-rolling',
    });
  if (chaosMesh !== undefined && platform !== 'kubernetes')
    throw usageError(`${kind} is done by Chaos Mesh, to pods that Holdfast makes in a cluster that has it`, {
      next: `--platform kubernetes (docs/KUBERNETES.md), or ${site === 'wire' ? 'wire-silent, wire-slow or wire-down' : 'another fault'}`,
    });
  const isTheirs = isOfPods && pods !== undefined;
  if (!isTheirs && isForeign && (onProcesses || asksApp || cutsWire || servers))
    throw usageError(`${kind} takes an app, or a store's server, that is Holdfast's own`, {
      next:
        site === 'server'
          ? 'server-restart, server-crash or server-pause'
          : 'app-restart, app-crash or app-pause',
    });
  if (!isTheirs && asksApp && platform === 'target')
    throw usageError(`${kind} asks the app by routes that only Holdfast's own has`, {
      next: 'app-restart, app-crash or app-pause',
    });
  if (onProcesses && platform !== 'process')
    throw usageError(
      `${kind} starts the app with other settings, which ${platform === 'kubernetes' ? 'the cluster' : 'the stack'} does not`,
      { next: '--platform process' },
    );
  const why = platform === 'kubernetes' && undoesFiles(kind) === undefined ? notInCluster(kind) : undefined;
  if (why !== undefined)
    throw usageError(`${kind} ${why}`, {
      next: site === 'app' ? 'app-restart or app-crash' : 'server-memory-full, server-read-only or wire-down',
    });
  assertAsked(kind, sites);
  assertUndone(kind, sites);
}

/** In a run's own namespace clients go to each instance by itself. */
function assertScalable(
  kind: FaultKind,
  { platform, instances }: FaultSites,
  parameters?: GivenParameters,
): void {
  if (kind !== 'app-scaled' || platform !== 'kubernetes') return;
  if (parameters?.['how'] === 'out')
    throw usageError(
      'app-scaled(out) adds a pod, and with --platform kubernetes clients go to each instance by itself, and none would go there',
      { next: 'app-scaled(in), or an app of your own with --kubernetes-app' },
    );
  if (instances < 2)
    throw usageError('app-scaled takes a pod away, and the app has one alone', { next: '--instances 2' });
}

/** What was not synced can be undone of a server that has files, and of a store that has them itself. */
function assertUndone(kind: FaultKind, sites: FaultSites): void {
  const { undoesFilesOf, undoesFilesOfStore }: FaultTraits = FAULTS[kind];
  if (undoesFiles(kind) === undefined) return;
  const { store, program, topology, keepsFiles = false, platform = 'process' } = sites;
  const next = kind.replace('power-loss', 'crash');
  if (platform !== 'process')
    throw usageError(`${kind} takes a layer below the files of a process of this machine`, {
      next: `--platform process, or ${next}`,
    });
  if (undoesFilesOfStore && !keepsFiles)
    throw usageError(`${kind} undoes what an app has written to the store's files, and ${store} has none`, {
      next,
    });
  if (undoesFilesOf === undefined) return;
  if (topology !== undefined && !LOSES_POWER.includes(topology))
    throw usageError(
      `${kind} is of one server by itself or as ${LOSES_POWER.join(', ')}, and not as ${topology}: ${store}'s other server may have more then than its primary, and follows it no longer`,
      { next: `${next}, or the store without --topology` },
    );
  if (program !== undefined && !undoesFilesOf.includes(program))
    throw usageError(`${kind} undoes what a server has written to files, and ${program} keeps none`, {
      next,
    });
}

/** What breaks the way between servers, only some topologies can have. */
function assertWays(
  kind: FaultKind,
  { store, topology }: FaultSites,
  parameters: GivenParameters | undefined,
): void {
  if (topology === undefined || !isOnWays(kind, parameters)) return;
  if (!WITH_WAYS.includes(topology))
    throw usageError(
      `${kind}${writtenParameters(kind, parameters ?? {})} breaks the way by which servers follow each other, and those of ${store}@${topology} follow each other by the addresses that their clients go to`,
      { next: 'server-failover(kill), or server-pause' },
    );
  const mostMs = LONGEST_LAG_MS[topology];
  const lagMs = Number(parameters?.['lagMs'] ?? 0);
  if (mostMs !== undefined && lagMs > mostMs)
    throw usageError(
      `the lag of ${kind} may be ${mostMs}ms at most on ${store}@${topology}, where who watches over the servers goes the same way: ${lagMs}ms would be a failover`,
      { next: `${kind}(${mostMs}ms), or server-failover(cut)` },
    );
}

/** What is done by asking a server, only some servers can have, and only where the harness reaches them. */
function assertAsked(kind: FaultKind, { store, program, topology, platform = 'process' }: FaultSites): void {
  const { servers }: FaultTraits = FAULTS[kind];
  if (servers === undefined) return;
  if (program === undefined || !servers.includes(program))
    throw usageError(`${kind} is not known of the server of ${store}: ${servers.join(', ')} can have it`, {
      next: 'holdfast faults',
    });
  if (topology !== undefined)
    throw usageError(
      `${kind} asks a server by itself, and of ${store}@${topology} another one may be the primary`,
      {
        next: 'server-failover or server-crash, or the store without --topology',
      },
    );
  if (platform !== 'process' && platform !== 'kubernetes')
    throw usageError(`${kind} asks the server itself, and nobody outside of the stack reaches its servers`, {
      next: '--platform process',
    });
}
