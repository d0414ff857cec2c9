import { usageError } from '../errors.ts';
import { DIRECTIONS, type FaultParameters } from '../model/faults/parameters.ts';
import {
  chaosMeshOf,
  FAULT_KINDS,
  FAULTS,
  parametersOf,
  undoesFiles,
  type FaultKind,
  takesOwnDisk,
} from '../model/faults.ts';
import { exclusionOf } from '../model/overlap.ts';
import type { PlannedFault } from '../model/plan.ts';
import { Random } from '../model/random.ts';
import { canHave, targetsIn, type FaultSites } from './parse.ts';

export interface Drawing {
  sites: FaultSites;
  seed: number;
  /** How many faults. */
  budget: number;
  /** How long the load lasts. */
  durationMs: number;
}

/**
 * How often a fault is drawn, against others: what takes sessions down in production comes oftener. Those that are not
 * here have 1.
 */
const WEIGHTS: Partial<Readonly<Record<FaultKind, number>>> = {
  'server-failover': 4,
  'wire-silent': 4,
  'server-memory-full': 3,
  'server-clients-killed': 3,
  'server-connections-used-up': 3,
  'app-rolling': 3,
  'server-locked': 2,
  'server-read-only': 2,
  'server-crash': 2,
  'app-crash': 2,
  'app-started-early': 2,
};

/** Clients have made their sessions by then. */
const LEAD_MS = 1500;
/** And find them again after the last one. */
const REST_MS = 2500;
/** Less is over before anybody is sure to have seen it. */
const LEAST_EACH_MS = 1500;
/** A fault lasts for this share of its time, and the rest is quiet, but where the next one overlaps it. */
const LASTS = { least: 0.2, most: 0.5 };
const OVERLAP_CHANCE = 0.35;
const OVERLAP_MS = 400;

/**
 * Faults that this subject can have on any machine, each at a time of its own and for as long as there is room; the same seed gives
 * the same ones. About a third overlap the one before them, where both can be at work at once. Throws a usage error
 * where the load is too short for so many.
 */
export function drawFaults({ sites, seed, budget, durationMs }: Drawing): PlannedFault[] {
  const eachMs = (durationMs - LEAD_MS - REST_MS) / budget;
  if (eachMs < LEAST_EACH_MS) {
    const neededMs = LEAD_MS + REST_MS + budget * LEAST_EACH_MS;
    throw usageError(`a budget of ${budget} does not fit into a load of ${durationMs / 1000} s`, {
      next: `--duration ${Math.ceil(neededMs / 1000)}s, or a smaller --budget`,
    });
  }
  const random = new Random(seed);
  // What has to mount something, or takes Chaos Mesh, may not be possible there, which is not known here; it has to be asked for.
  const possible = FAULT_KINDS.filter(
    (kind) =>
      canHave(kind, sites) &&
      undoesFiles(kind) === undefined &&
      !takesOwnDisk(kind) &&
      chaosMeshOf(kind) === undefined,
  );
  const candidates = possible.map((kind) => ({
    kind,
    targets: targetsIn(kind, sites),
    weight: WEIGHTS[kind] ?? 1,
  }));
  const drawn: PlannedFault[] = [];
  for (let index = 0; index < budget; index++) {
    const { kind, targets } = weighted(candidates, random);
    const fromMs = LEAD_MS + index * eachMs;
    const fault = {
      id: `f${index + 1}`,
      kind,
      target: random.pick(targets),
      atMs: Math.round(fromMs + random.next() * 0.1 * eachMs),
      durationMs: durationOf(kind, eachMs, random),
      ...parametersFor(kind, random, sites),
    };
    const last = drawn.at(-1);
    const isBold = random.chance(OVERLAP_CHANCE);
    // It goes on until a while after the next one has begun.
    if (isBold && last !== undefined && last.durationMs > 0 && exclusionOf(last, fault) === undefined)
      last.durationMs = fault.atMs - last.atMs + OVERLAP_MS;
    drawn.push(fault);
  }
  return drawn;
}

function weighted<Of extends { weight: number }>(candidates: readonly Of[], random: Random): Of {
  let at = random.next() * candidates.reduce((sum, { weight }) => sum + weight, 0);
  const found = candidates.find(({ weight }) => (at -= weight) < 0);
  if (found === undefined) throw new Error('there is no fault to draw');
  return found;
}

/** What lasts no time unless said is drawn as that. */
function durationOf(kind: FaultKind, eachMs: number, random: Random): number {
  const share = LASTS.least + random.next() * (LASTS.most - LASTS.least);
  return FAULTS[kind].usualMs === 0 ? 0 : Math.round(share * eachMs);
}

/** Half, once or twice what is usual, any of what there is to choose on the subject, and any direction. */
function parametersFor(kind: FaultKind, random: Random, sites: FaultSites): Pick<PlannedFault, 'parameters'> {
  const { numbers, choice, direction }: FaultParameters = FAULTS[kind].parameters;
  if (numbers.length === 0 && choice === undefined && direction === undefined) return {};
  const given: Record<string, number | string> = {};
  for (const { key, jitterKey, usual, least, most } of numbers) {
    const value = Math.min(most, Math.max(least, Math.round(usual * random.pick([0.5, 1, 2]))));
    given[key] = value;
    if (jitterKey !== undefined) given[jitterKey] = Math.round(value * random.pick([0, 0.25, 0.5]));
  }
  if (choice !== undefined) {
    const { key } = choice;
    const possible = Object.keys(choice.values).filter((value) => canHave(kind, sites, { [key]: value }));
    given[key] = random.pick(possible);
  }
  if (direction !== undefined) given['direction'] = random.pick(DIRECTIONS);
  return { parameters: parametersOf(kind, given) };
}
