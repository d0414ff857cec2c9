import { unknownName } from './names.ts';
import { usageError } from '../errors.ts';
import { FAULT_KINDS, FAULTS, type FaultSite } from '../model/faults.ts';
import type { PlannedFault } from '../model/plan.ts';

/** From the longest to the shortest, which is their order in a text too. */
const UNITS_MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;
const DURATION = new RegExp(
  `^${Object.keys(UNITS_MS)
    .map((unit) => String.raw`(?:(?<${unit}>\d+(?:\.\d+)?)\s*${unit}(?![a-z])\s*)?`)
    .join('')}$`,
);

/** `250ms`, `20s`, `1m30s`, `1.5h` in milliseconds. Throws a usage error for anything else. */
export function parseDuration(text: string): number {
  const parts = Object.entries(DURATION.exec(text.trim())?.groups ?? {}).filter(
    ([, count]) => count !== undefined,
  );
  if (parts.length === 0)
    throw usageError(
      `"${text}" is not a duration; expected numbers with d, h, m, s or ms, such as 20s or 1m30s`,
    );
  const ms = parts.reduce(
    (sum, [unit, count]) => sum + Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS],
    0,
  );
  // Beyond that it is no whole number any more, and no limit of anybody's could be told.
  return Math.min(Math.round(ms), Number.MAX_SAFE_INTEGER);
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
    if (usualMs > 0 && durationMs === 0)
      throw usageError(`"${part.trim()}" is over as it begins, and breaks nothing`, {
        next: `${name}@${time}+${usualMs / 1000}s`,
      });
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
