import type { Load, Subject } from '../model/plan.ts';
import { sum } from 'simple-statistics';
import type { ExperimentResult } from '../model/results.ts';
import { UNREAD_FIGURE } from '../../protocol/routes.ts';
import { counted, formatMs, formatPercent } from '../units.ts';
import { overload } from './overload.ts';

/** Less than this of what was offered was done, and half of it was sent so late: the app had more than it could do. */
const [DONE_SHARE, BEHIND_MS] = [0.8, 1000];

/** Clients with fewer operations than that do little more than make their sessions. */
const FEW_EACH = 10;
/** With so many, there is a write, a read and another write of each of a client's sessions. */
const ENOUGH_EACH = 25;

/** Clients that wait for so much of their time in vain are late for that, and not because they ask for much. */
const IN_VAIN_SHARE = 0.5;

/** Where so many reads find no session any more, its life was too short for the load. */
const EXPIRED_SHARE = 0.3;

/** What is lost by another secret looks like a lost session; the store has it still. */
export const otherSecret = ({ [UNREAD_FIGURE]: unread = 0 }: Readonly<Record<string, number>>): string[] =>
  unread === 0
    ? []
    : [
        `${counted(unread, 'answer')} did not take a cookie although the store had its session: an instance, or the app since it was started again, signs with another secret; give all of them the same`,
      ];

/** What visits by an app's own pages leave out: a pass is none for that. */
export function untriedOn({ pages }: Pick<Subject, 'pages'>): string[] {
  if (pages === undefined) return [];
  const untried = [
    pages.login.page === undefined &&
      'whether a login takes over a session from before it was not tried, as login has no page',
    pages.logout === undefined && 'whether a logout ends the session was not tried, as there is no logout',
  ];
  return untried.filter((each) => each !== false);
}

/** What to change where a load was too high for its subject, or too low to find anything out. */
export function adviceOn(
  load: Pick<Load, 'clients' | 'rate' | 'profile' | 'durationMs' | 'workload'>,
  ttlMs: number,
  {
    counts,
    generator,
    latencyOfFailed = [],
    verdict,
    problems,
  }: Pick<ExperimentResult, 'counts' | 'generator' | 'latencyOfFailed' | 'verdict' | 'problems'>,
): string[] {
  const { achievedPerSecond, intendedPerSecond, behindP50Ms = 0 } = generator;
  if (achievedPerSecond < DONE_SHARE * intendedPerSecond && behindP50Ms > BEHIND_MS) {
    const inVainMs = sum(latencyOfFailed.map(({ fromSend: { count, p50Ms } }) => count * (p50Ms ?? 0)));
    return inVainMs > IN_VAIN_SHARE * load.clients * load.durationMs
      ? []
      : [overload(achievedPerSecond, intendedPerSecond)];
  }
  const isUnknown = verdict === 'unknown' && problems.length === 0;
  if (isUnknown && load.workload !== 'expiry' && ttlMs <= load.durationMs) {
    const gone = counts.readsAbsent / Math.max(1, counts.reads);
    if (gone > EXPIRED_SHARE)
      return [
        `sessions live ${formatMs(ttlMs)} here, and ${formatPercent(gone)} of reads came after that; a longer life (--ttl, or the cookie's maxAge in an app of your own) lets ${load.workload} see more`,
      ];
  }
  const each = (load.rate * load.durationMs) / 1000 / load.clients;
  if (!isUnknown || each >= FEW_EACH) return [];
  const clients = Math.max(1, Math.floor((load.rate * load.durationMs) / 1000 / ENOUGH_EACH));
  const fewer = clients < load.clients ? `--clients ${clients}, ` : '';
  const had = `${load.clients} clients had too little to do, ${each.toFixed(1)} operations each`;
  return [
    `${had}; ${fewer}a higher ${load.profile ? '--profile' : '--rate'} or a longer --duration gives them more`,
  ];
}
