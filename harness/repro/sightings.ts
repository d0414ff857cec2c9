import type { AnomalyKind } from '../checker/catalogue.ts';
import { isPrecise } from '../compare/memory.ts';
import type { ExperimentResult } from '../model/results.ts';
import { counted, formatBytes, formatCount, formatPercent } from '../units.ts';
import { grew } from '../stats/growth.ts';
import type { Attempt, Sighting } from './report.ts';

/** It is there when an anomaly of these kinds was found; an attempt in which none could show says nothing. */
export const anomalies =
  (...kinds: AnomalyKind[]) =>
  ({ result }: Attempt): Sighting => {
    const found = kinds.map((kind) => [kind, result.anomalyCounts[kind] ?? 0] as const);
    const tested = occasions(result, kinds);
    const evidence = found.map(([kind, count]) => `${kind} ${formatCount(count)}`).join(', ');
    const reproduced = found.some(([, count]) => count > 0);
    return {
      reproduced: reproduced || tested > 0 ? reproduced : undefined,
      evidence: `${evidence} of ${counted(tested, 'occasion')}`,
    };
  };

function occasions({ checkers }: ExperimentResult, kinds: readonly string[]): number {
  const looked = checkers.filter(({ checker }) => kinds.includes(checker));
  return Math.max(0, ...looked.map(({ tested = 0 }) => tested));
}

/** It is there when the app's heap grows with every session, and half of that or more is held one TTL after the last. */
export function heapIsHeld({ result: { growth } }: Attempt): Sighting {
  const slope = growth?.app.slope;
  const held = growth?.app.heldAfterTtl;
  if (!growth || !slope) return { reproduced: undefined, evidence: 'too few readings of the heap' };
  const bytes = `${formatBytes(slope.bytesPerSession)} a session over ${counted(growth.visitors, 'visitor')}`;
  if (!grew(slope)) return { reproduced: false, evidence: `${bytes}, not told from drift` };
  if (!isPrecise(slope))
    return { reproduced: undefined, evidence: `${bytes}, too uncertain to be called a growth` };
  if (held === undefined || held === null)
    return { reproduced: undefined, evidence: `${bytes}; held: unknown` };
  return {
    reproduced: held >= 0.5,
    evidence: `${bytes}, ${formatPercent(Math.max(0, held))} held after the TTL`,
  };
}

/** It is there when the store's server still counts half of the sessions or more one TTL after the last visitor. */
export function serverStillCounts({ result: { growth } }: Attempt): Sighting {
  const stored = growth?.server?.storedAfterTtl;
  if (!growth || stored === undefined || stored === null)
    return { reproduced: undefined, evidence: 'the server was not asked' };
  return {
    reproduced: stored >= growth.visitors / 2,
    evidence: `${formatCount(stored)} of ${formatCount(growth.visitors)} expired sessions still in the server`,
  };
}

/** It is there when nothing at all could be read back, of what was acknowledged. */
export function nothingReadBack({ result: { counts } }: Attempt): Sighting {
  const { reads, readsAbsent, sessions } = counts;
  return {
    reproduced: reads === 0 ? undefined : readsAbsent === reads,
    evidence: `${counted(sessions, 'session')} acknowledged; ${readsAbsent} of ${counted(reads, 'read')} found no session`,
  };
}

/** It is there when the clients counted it at all; `of` is how often it could have been. */
export const countedByClients =
  (what: string, of: string) =>
  ({ result: { figures = {} } }: Attempt): Sighting => {
    const count = figures[what] ?? 0;
    const occasions = figures[of] ?? 0;
    return {
      reproduced: occasions === 0 ? undefined : count > 0,
      evidence: `${what}: ${formatCount(count)}; ${of}: ${formatCount(occasions)}`,
    };
  };
