import { take } from '../../model/session.ts';
import { alone } from './alone.ts';
import { compile, type Compiled, type Group } from './compile.ts';
import type { Decision } from './decision.ts';
import { Search } from './search.ts';
import type { TtlPolicy } from '../../model/ttl-policy.ts';

/** Configurations looked at for one session before it is given up as undecided. */
export const BUDGET = 200_000;

const EXPLAINED: Decision = { kind: 'explained' };

/**
 * Whether some order of the operations, each at a moment of its interval, makes the model answer as the clients saw.
 * Exact, but for the budget: a history without overlaps has one order; of others all orders are searched, as Wing and
 * Gong do (Testing and verifying concurrent objects, 1993), with what Lowe made of it (Testing for linearizability,
 * 2017): from answer to answer, no combination of operations that have happened and state twice.
 */
export function decide(group: Group, policy: TtlPolicy, budget = BUDGET): Decision {
  const [only] = group;
  const quick = group.length === 1 && only !== undefined ? alone(only.ops, policy) : undefined;
  if (quick !== undefined) return quick;
  const compiled = compile(group, policy);
  const timed = timedPolicy(compiled, policy);
  if (compiled.isSequential && !(compiled.hasCarried && timed.ttlMs !== Infinity))
    return walk(compiled, timed);
  return new Search(compiled, timed, budget).decide();
}

/** Where nothing can have expired within the recording, the TTL says nothing, and need not be reckoned with. */
function timedPolicy({ spanMs, hasEarlier, hasAbsent, hasCarried }: Compiled, policy: TtlPolicy): TtlPolicy {
  const mayMatter = spanMs >= policy.ttlMs - policy.graceMs || (hasEarlier && (hasAbsent || hasCarried));
  return mayMatter ? policy : { ...policy, ttlMs: Infinity };
}

/** One after the other: there is no choice but of what was there before. */
function walk({ happenings, beginnings }: Compiled, policy: TtlPolicy): Decision {
  let furthest = -1;
  for (const world of beginnings) {
    let at = 0;
    while (at < happenings.length && take(world, happenings[at] as (typeof happenings)[number], policy)) at++;
    if (at === happenings.length) return EXPLAINED;
    if (at > furthest) furthest = at;
  }
  return { kind: 'unexplained', at: (happenings[furthest] as (typeof happenings)[number]).line };
}
