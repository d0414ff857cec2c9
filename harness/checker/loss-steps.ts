import type { OperationLine } from '../../protocol/history.ts';
import { inOrder, several, step } from './finding.ts';
import type { Outage } from './facts/outages.ts';
import type { SessionFacts } from './facts/session.ts';

/** What shows that a session was there, and is gone. */
export function lossSteps(session: SessionFacts, { absences, before }: Outage) {
  const first = absences[0] as OperationLine;
  const last = absences.at(-1) as OperationLine;
  return inOrder(
    step(session.born, 'acknowledged'),
    step(before, 'the last that shows it'),
    step(first, 'expected the session, neither ended nor expired'),
    step(last, `never seen again in ${several(absences.length, 'operation')}`),
  );
}
