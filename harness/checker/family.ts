import type { OperationLine } from '../../protocol/history.ts';

/** What is known so far of a session that is still to be judged. */
export interface OpenSession {
  name: string;
  /** Its operations; of what a regenerate made, its creation as well. */
  ops: OperationLine[];
  lines: number[];
  lastEnd: number;
  /** The regenerates that made it. */
  makers: OperationLine[];
  family: Family;
}

/** Sessions of which a regenerate made the one out of the other: they are judged together. */
export class Family {
  readonly sessions: OpenSession[] = [];

  static of(name: string): OpenSession {
    const family = new Family();
    const session = { name, ops: [], lines: [], lastEnd: -Infinity, makers: [], family };
    family.sessions.push(session);
    return session;
  }

  static join({ family: one }: OpenSession, { family: other }: OpenSession): void {
    if (one === other) return;
    for (const session of other.sessions) {
      session.family = one;
      one.sessions.push(session);
    }
  }
}
