import type { OperationLine } from '../../protocol/history.ts';
import type { Population } from './finding.ts';
import { ageAt } from './facts/ages.ts';
import type { Outage } from './facts/outages.ts';
import type { SessionFacts } from './facts/session.ts';
import type { TtlPolicy } from '../model/ttl-policy.ts';

/**
 * Whether a loss may be an expiry that came too early: then what the whole experiment has to say to it. A store that
 * expires too early does so to every session, and without any fault; one that loses sessions does not wait for their age.
 * One that lets reads renew nothing is early only with those that were read: it does so a TTL after their last save, and
 * no session was seen longer after its own.
 */
export function isEarly(
  session: SessionFacts,
  outage: Outage,
  policy: TtlPolicy,
): ((population: Population) => boolean) | undefined {
  if (outage.kind !== 'lost' || policy.ttlMs === Infinity) return undefined;
  const first = outage.absences[0] as OperationLine;
  const { leastMs, mostMs } = ageAt(first, session.ops);
  if (leastMs < policy.ttlMs / 2) return undefined;
  const from = outage.before.start;
  const unsavedMs = ageAt(first, session.ops, 'saved').mostMs;
  return ({ greatestAgeSeenMs, greatestUnsavedSeenMs, hasFaultWithin }) =>
    !hasFaultWithin(from, first.end) &&
    (greatestAgeSeenMs < mostMs || (unsavedMs >= policy.ttlMs && greatestUnsavedSeenMs < unsavedMs));
}
