import type { Load } from '../model/plan.ts';
import type { ExperimentResult } from '../model/results.ts';

/** Less than this of what was offered was done, and half of it was sent so late: the app had more than it could do. */
const [DONE_SHARE, BEHIND_MS] = [0.8, 1000];

/** Clients with fewer operations than that do little more than make their sessions. */
const FEW_EACH = 10;
/** With so many, there is a write, a read and another write of each of a client's sessions. */
const ENOUGH_EACH = 25;

/** What to change where a load was too high for its subject, or too low to find anything out. */
export function adviceOn(
  load: Pick<Load, 'clients' | 'rate' | 'durationMs'>,
  { generator, verdict, problems }: Pick<ExperimentResult, 'generator' | 'verdict' | 'problems'>,
): string[] {
  const { achievedPerSecond, intendedPerSecond, behindP50Ms = 0 } = generator;
  // What was never sent for want of time was offered too.
  const offeredPerSecond = Math.max(intendedPerSecond, load.rate);
  if (achievedPerSecond < DONE_SHARE * offeredPerSecond && behindP50Ms > BEHIND_MS) {
    const [done, offered] = [achievedPerSecond, offeredPerSecond].map(whole);
    return [`the app served ${done}/s of ${offered} offered; lower --rate`];
  }
  const each = (load.rate * load.durationMs) / 1000 / load.clients;
  if (verdict !== 'unknown' || problems.length > 0 || each >= FEW_EACH) return [];
  const clients = Math.max(1, Math.floor((load.rate * load.durationMs) / 1000 / ENOUGH_EACH));
  const fewer = clients < load.clients ? `--clients ${clients}, ` : '';
  const had = `${load.clients} clients had too little to do, ${each.toFixed(1)} operations each`;
  return [`${had}; ${fewer}a higher --rate or a longer --duration gives them more`];
}

const whole = (value: number) => Math.round(value).toLocaleString('en-US');
