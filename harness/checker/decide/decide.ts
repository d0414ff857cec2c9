import { take, type Terms } from '../../model/session.ts';
import { alone } from './alone.ts';
import { compile, type Compiled, type Group } from './compile.ts';
import type { Decision } from './decision.ts';
import { Search } from './search.ts';

/** Configurations looked at for one session before it is given up as undecided. */
export const BUDGET = 200_000;

const EXPLAINED: Decision = { kind: 'explained' };

/**
 * Whether some order of the operations, each at a moment of its interval, makes the model answer as the clients saw.
 * Exact, but for the budget: a history without overlaps has one order; of others all orders are searched, as Wing and
 * Gong do (Testing and verifying concurrent objects, 1993), with what Lowe made of it (Testing for linearizability,
 * 2017): from answer to answer, no combination of operations that have happened and state twice.
 */
export function decide(group: Group, terms: Terms, budget = BUDGET): Decision {
  const [only] = group;
  const quick = group.length === 1 && only !== undefined ? alone(only.ops, terms) : undefined;
  if (quick !== undefined) return quick;
  const compiled = compile(group, terms);
  const timed = timedTerms(compiled, terms);
  if (compiled.isSequential && !(compiled.hasCarried && timed.ttlMs !== Infinity))
    return walk(compiled, timed);
  return new Search(compiled, timed, budget).decide();
}

/** Where nothing can have expired within the recording, the TTL says nothing, and need not be reckoned with. */
function timedTerms({ spanMs, hasEarlier, hasAbsent, hasCarried }: Compiled, terms: Terms): Terms {
  const mayMatter = spanMs >= terms.ttlMs - terms.graceMs || (hasEarlier && (hasAbsent || hasCarried));
  return mayMatter ? terms : { ...terms, ttlMs: Infinity };
}

/** One after the other: there is no choice but of what was there before. */
function walk({ happenings, beginnings }: Compiled, terms: Terms): Decision {
  let furthest = -1;
  for (const world of beginnings) {
    let at = 0;
    while (at < happenings.length && take(world, happenings[at] as (typeof happenings)[number], terms)) at++;
    if (at === happenings.length) return EXPLAINED;
    if (at > furthest) furthest = at;
  }
  return { kind: 'unexplained', at: (happenings[furthest] as (typeof happenings)[number]).line };
}
