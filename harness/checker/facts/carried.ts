import type { OpenSession } from '../family.ts';
import type { SessionFacts } from './session.ts';

/** What a login took over was written under another name: under this one, the kinds of values do not go by it. */
export function leaveOutCarried(facts: SessionFacts, { family, makers }: OpenSession): void {
  if (makers.every(({ carries }) => carries === undefined)) return;
  const others = family.sessions.flatMap(({ ops }) => ops);
  for (const register of facts.registers)
    register.unknown = register.unknown.filter(
      (read) => !others.some((op) => op.op !== 'read' && op.key === register.key && op.value === read.value),
    );
  facts.counters = [];
}
