import { unknownName } from './names.ts';
import { usageError } from '../errors.ts';
import { FAULT_KINDS, FAULTS, type FaultKind, type FaultTraits } from '../model/faults.ts';
import type { PlannedFault } from '../model/plan.ts';
import { parseParameters } from './fault-parameters.ts';
import { parseDuration } from './parse-duration.ts';

export interface FaultSites {
  store: string;
  instances: number;
  /** Whether the store has a server that can be broken, and wires to it. */
  hasServer: boolean;
  /** How the server is laid out; absent: one by itself. */
  topology?: string | undefined;
  /** What the server is called, where it is not by its store. */
  server?: string | undefined;
}

/**
 * `app-restart@5s,wire-slow(150ms±50ms, both):app-2@8s+1s`: a schedule of faults, each a kind, its parameters, the
 * instance that it hits (app-1 if not said), its time and how long it lasts. Throws a usage error that names the part that is wrong.
 */
export function parseFaults(text: string, sites: FaultSites): PlannedFault[] {
  return text.split(BETWEEN).map((part, index) => {
    const match = FAULT.exec(part.trim());
    const { name, within, given, time, lasting } = match?.groups ?? {};
    if (name === undefined || time === undefined) {
      throw usageError(
        `"${part.trim()}" is not a fault; expected kind@time or kind@time+duration, such as app-crash@5s, app-crash:app-2@5s, app-pause@5s+2s or wire-slow(150ms)@5s`,
      );
    }
    const kind = FAULT_KINDS.find((known) => known === name);
    if (kind === undefined) throw unknownName('fault', name, FAULT_KINDS);
    const { site, usualMs } = FAULTS[kind];
    const targets = targetsOf(kind, sites);
    const target = given ?? targets[0];
    if (!targets.includes(target))
      throw unknownName(site === 'server' ? 'server' : 'instance', target, targets);
    const durationMs = lasting === undefined ? usualMs : parseDuration(lasting);
    if (usualMs > 0 && durationMs === 0)
      throw usageError(`"${part.trim()}" is over as it begins, and breaks nothing`, {
        next: `${name}@${time}+${usualMs / 1000}s`,
      });
    const parameters = parseParameters(kind, within);
    const fault = { id: `f${index + 1}`, kind, target, atMs: parseDuration(time), durationMs };
    return parameters === undefined ? fault : { ...fault, parameters };
  });
}

/** Not within the parameters of one. */
const BETWEEN = /,(?![^(]*\))/;
const FAULT =
  /^(?<name>[\w-]+)\s*(?:\((?<within>[^()]*)\))?(?::(?<given>[\w-]+))?@(?<time>[^+]+)(?:\+(?<lasting>.+))?$/;

function targetsOf(
  kind: FaultKind,
  { store, instances, hasServer, topology, server = store }: FaultSites,
): [string, ...string[]] {
  const { site, needsReplicas }: FaultTraits = FAULTS[kind];
  if (site !== 'app' && !hasServer) {
    throw usageError(`${kind} breaks a store's server or the way to it, and ${store} has none`, {
      next: 'a fault of the app, or a store with a server',
    });
  }
  if (needsReplicas && topology === undefined) {
    throw usageError(`${kind} needs a server that can take over, and ${store} has one server by itself`, {
      next: 'a --topology, where the store has one, or server-crash',
    });
  }
  if (site === 'wire' && topology !== undefined) {
    throw usageError(
      `${kind} breaks the way to the one address of a server; of ${store}@${topology} clients are told the servers' own addresses, and go there`,
      { next: 'server-failover or server-pause, or the store without --topology' },
    );
  }
  if (site === 'server') return [server];
  const others = Array.from({ length: instances - 1 }, (_, at) => `app-${at + 2}`);
  return ['app-1', ...others];
}
