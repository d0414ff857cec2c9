import { bisector } from 'd3-array';
import type { OperationLine } from '../../protocol/history.ts';
import { isEarly } from './early.ts';
import { several, type Checker } from './finding.ts';
import type { Outage } from './facts/outages.ts';
import type { SessionFacts } from './facts/session.ts';
import { lossSteps } from './loss-steps.ts';

/** Acknowledged, neither ended nor possibly expired, absent, and never seen again. */
export const lostSession: Checker<'lost-session'> = {
  kind: 'lost-session',
  shownBy: 'order',
  meaning: 'A session that was acknowledged and neither destroyed nor expired is absent, for good.',
  under: 'Existence',
  definition: [
    `
      An unexplained absence of a session that is not seen there again: every operation that saw it, up to
      the next create, ended before the absence began.
    `,
    {
      comesTo: 'lost-session',
      history: `
        0-1    c1  create
        2-3    c1  write a=1
        4-5    c1  read a absent
        6-7    c1  read a absent
      `,
    },
    `
      If it had come back from an earlier absence, an absence counts as a loss only if it is said by an
      instance that had itself shown the session: another may just be the one that cannot see it.
    `,
    {
      comesTo: 'session-unavailable',
      history: `
        0-1    c1  create on=app-1
        2-3    c1  read absent on=app-2
        4-5    c1  read on=app-1
        6-7    c1  read absent on=app-2
      `,
    },
  ],
  inPractice: `
    A store in the app's memory, and a restart; eviction on a server that is full; a flush.
  `,
  neighbours: `
    Seen again, it was unavailable. Gone by age alone, it is an early-expiry. The values that it held are
    counted as lost, but are not lost-writes as well. One loss a creation; later absences are the same.
  `,
  whatToDo: `
    Keep sessions in a server that outlives the app, have it write to disk what must outlive the server
    itself, and see that it has room and evicts nothing. The witness says what was at work: an end of the
    app points to a store in its memory, one of the server to its persistence, nothing at all to eviction, a
    flush, or a limit of the store's own.
  `,
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
