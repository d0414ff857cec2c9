import type { OperationLine } from '../../protocol/history.ts';
import type { ClientRun } from './scenario.ts';
import type { Session } from './session.ts';
import type { Settings } from './settings.ts';

/** The last look goes over everything at this multiple of the rate. */
const SPEED = 2;
/** An app that is away at the end of the load is waited for so long: what it has lost is seen when it is back. */
const PATIENCE_MS = 10_000;

/** Chance sends requests to an instance that never saw the session; so many in a row, it practically cannot. */
export const enoughLooks = ({ instances }: Settings): number => (instances > 1 ? 6 : 2);

/** Reads keys of every session that a client ever had, those that seemed lost too, each until it has its answer. */
export function lastLook(
  { client, pacer, clock }: ClientRun,
  settings: Settings,
  { sessions, keys, read = (session, key, due) => client.read(session, key, due) }: Everything,
): void {
  const looks = enoughLooks(settings);
  const untilMs = settings.durationMs + PATIENCE_MS;
  pacer.hasten(SPEED);
  for (const session of sessions) {
    for (const key of keys) {
      for (let absent = 0; absent < looks;) {
        const { outcome, absent: isAbsent } = read(session, key, pacer.wait());
        if (isAbsent) absent++;
        else if (outcome === 'ok' || clock() > untilMs) break;
      }
      if (session.absences >= looks) break;
    }
  }
}

interface Everything {
  sessions: readonly Session[];
  keys: readonly string[];
  read?: (session: Session, key: string, due: number) => OperationLine;
}
