import type { OperationLine } from '../../protocol/history.ts';
import { isAnyOf, Session, type Addressed } from './session.ts';

/** A session in place of another, which keeps its old cookies; how the login is addressed, and what its line gets. */
export function replacing(session: Session, name: string) {
  const next = new Session(name, {
    home: session.home,
    instances: session.instances,
    life: session.life,
    cookies: session.cookies.copy(),
  });
  const { cookies, home } = next;
  const shown = session.cookies.ids();
  const as: Addressed = { name: session.name, owner: name, cookies, home };
  const complete = (line: OperationLine) => {
    if (line.outcome !== 'ok') return;
    line.next = name;
    line.idKept = isAnyOf(shown, next);
  };
  return { next, as, complete };
}

/** Takes in what became of the login, on both sides. */
export function settleReplaced(session: Session, next: Session, line: OperationLine): void {
  session.settle(line);
  next.settle({ ...line, op: 'create' });
}
