import { bisector } from 'd3-array';
import type { OperationLine } from '../../protocol/history.ts';
import { isEarly } from './early.ts';
import { several, type Checker } from './finding.ts';
import type { Outage } from './facts/outages.ts';
import type { SessionFacts } from './facts/session.ts';
import { lossSteps } from './loss-steps.ts';

/** Acknowledged, neither ended nor possibly expired, absent, and never seen again. */
export const lostSession: Checker = {
  kind: 'lost-session',
  untested: 'no session was asked for after it had been acknowledged',
  check(session, report, policy) {
    for (const outage of session.life.outages) {
      if (outage.kind !== 'lost') continue;
      const { absences, before } = outage;
      const first = absences[0] as OperationLine;
      const early = isEarly(session, outage, policy);
      report({
        session: session.name,
        seen: first,
        from: before.start,
        to: first.end,
        shownBy: before.instance,
        born: session.born?.end,
        lost: before === session.born ? { among: [before], count: 1 } : undefined,
        writesLost: valuesHeld(session, outage),
        decide: early && ((population) => !early(population)),
        describe: () => ({
          summary: `session ${session.name} was acknowledged and is gone: ${several(absences.length, 'operation')} found it absent, none saw it again`,
          steps: lossSteps(session, outage),
        }),
      });
    }
    return session.askedFor;
  },
};

/** Keys that held an acknowledged value when the session was last seen, and whose loss nothing else reports. */
function valuesHeld(session: SessionFacts, { absences }: Outage): number {
  const before = (absences[0] as OperationLine).start;
  let values = 0;
  for (const { key, updates, replaced } of session.registers) {
    const last = lastEndedBefore(updates, before);
    if (last === undefined || !sets(last, key)) continue;
    if (!replaced.some(({ how, update }) => how === 'lost' && update === last)) values++;
  }
  for (const { observations } of session.counters)
    if (observations.some(({ op, end }) => op === 'increment' && end < before)) values++;
  return values;
}

const sets = (update: OperationLine, key: string) =>
  update.key === key && update.op !== 'remove' && (update.value ?? null) !== null;

const byEnd = bisector(({ end }: OperationLine) => end);

/** `updates` in order of their end. */
const lastEndedBefore = (updates: readonly OperationLine[], time: number): OperationLine | undefined =>
  updates[byEnd.left(updates, time) - 1];
