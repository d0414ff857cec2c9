import { unknownName } from './names.ts';
import { usageError } from '../errors.ts';
import { FAULT_KINDS, FAULTS, type FaultSite } from '../model/faults.ts';
import type { PlannedFault } from '../model/plan.ts';

const UNITS_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000 };

/** `250ms`, `20s`, `1.5m` in milliseconds. Throws a usage error for anything else. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text.trim());
  const unit = UNITS_MS[match?.[2] ?? ''];
  if (match === null || unit === undefined) {
    throw usageError(`"${text}" is not a duration; expected a number with ms, s or m, such as 20s`);
  }
  return Math.round(Number(match[1]) * unit);
}

export interface FaultSites {
  store: string;
  instances: number;
  /** Whether the store has a server that can be broken, and wires to it. */
  hasServer: boolean;
}

/**
 * `app-restart@5s,app-pause:app-2@8s+1s`: a schedule of faults, each a kind, the instance that it hits (app-1 if
 * not said), its time and how long it lasts. Throws a usage error that names the part that is wrong.
 */
export function parseFaults(text: string, sites: FaultSites): PlannedFault[] {
  return text.split(',').map((part, index) => {
    const match = /^([\w-]+)(?::([\w-]+))?@([^+]+)(?:\+(.+))?$/.exec(part.trim());
    const [, name, given, time, lasting] = match ?? [];
    if (name === undefined || time === undefined) {
      throw usageError(
        `"${part.trim()}" is not a fault; expected kind@time or kind@time+duration, such as app-crash@5s, app-crash:app-2@5s or app-pause@5s+2s`,
      );
    }
    const kind = FAULT_KINDS.find((known) => known === name);
    if (kind === undefined) throw unknownName('fault', name, FAULT_KINDS);
    const { site, usualMs } = FAULTS[kind];
    const targets = targetsOf(kind, site, sites);
    const target = given ?? targets[0];
    if (!targets.includes(target))
      throw unknownName(site === 'server' ? 'server' : 'instance', target, targets);
    const durationMs = lasting === undefined ? usualMs : parseDuration(lasting);
    return { id: `f${index + 1}`, kind, target, atMs: parseDuration(time), durationMs };
  });
}

function targetsOf(
  kind: string,
  site: FaultSite,
  { store, instances, hasServer }: FaultSites,
): [string, ...string[]] {
  if (site !== 'app' && !hasServer) {
    throw usageError(`${kind} breaks a store's server or the way to it, and ${store} has none`, {
      next: 'a fault of the app, or a store with a server',
    });
  }
  if (site === 'server') return [store];
  const others = Array.from({ length: instances - 1 }, (_, at) => `app-${at + 2}`);
  return ['app-1', ...others];
}
