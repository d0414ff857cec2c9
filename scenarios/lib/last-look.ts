import http from 'k6/http';
import type { OperationLine } from '../../protocol/history.ts';
import type { ClientRun } from './scenario.ts';
import type { Session } from './session.ts';
import type { Settings } from './settings.ts';

/** The last look goes over everything at this multiple of the rate. */
const SPEED = 2;
/** An app that is away at the end of the load is waited for so long: what it has lost is seen when it is back. */
const PATIENCE_MS = 10_000;

/** The harness is asked for so long whether the last fault has healed; a fault that lasts longer is not waited for. */
const FAULTS_PATIENCE_MS = 60_000;

/**
 * Chance sends requests to instances that never saw a session. So many in a row miss the one that did with a chance of
 * less than one in `odds`: ((instances - 1) / instances) ** looks <= 1 / odds.
 */
const looksFor = ({ instances }: Settings, odds: number): number =>
  instances > 1 ? Math.ceil(Math.log(odds) / Math.log(instances / (instances - 1))) : 2;

/** After so many absences in a row a client makes another session; this one is still looked at in the end. */
export const enoughLooks = (settings: Settings): number => looksFor(settings, 64);
/** After so many it is said that a session is gone for good. */
const lastLooks = (settings: Settings): number => looksFor(settings, 65_536);

/**
 * Reads keys of every session that a client ever had, those that seemed lost too, each until it has its answer. It
 * begins when the last fault has healed: what is seen before says nothing of what a fault leaves.
 */
export function lastLook(
  { client, pacer, clock }: ClientRun,
  settings: Settings,
  { sessions, keys, read = (session, key, due) => client.read(session, key, due) }: Everything,
): void {
  const looks = lastLooks(settings);
  if (settings.faultsOver !== undefined)
    http.get(settings.faultsOver, { timeout: FAULTS_PATIENCE_MS, tags: { name: 'faults over' } });
  pacer.resume();
  pacer.hasten(SPEED);
  const untilMs = clock() + PATIENCE_MS;
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
