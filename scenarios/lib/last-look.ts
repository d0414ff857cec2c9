import http from 'k6/http';
import type { OperationLine } from '../../protocol/history.ts';
import { note } from './note.ts';
import type { ClientRun } from './scenario.ts';
import { looksFor } from './search.ts';
import type { Session } from './session.ts';
import type { Settings } from './settings.ts';

/** The last look goes over everything at this multiple of the rate. */
const SPEED = 2;
/** An app that is away at the end of the load is waited for so long: what it has lost is seen when it is back. */
const PATIENCE_MS = 10_000;

/** The harness is asked for so long whether the last fault has healed; a fault that lasts longer is not waited for. */
const FAULTS_PATIENCE_MS = 60_000;

/** After so many absences in a row a client makes another session; this one is still looked at in the end. */
export const enoughLooks = (settings: Settings): number => looksFor(settings.instances, 64);
/**
 * Reads keys of every session that a client ever had, those that seemed lost too, each until it has its answer. It
 * begins when the last fault has healed: what is seen before says nothing of what a fault leaves.
 */
export function lastLook(
  { client, pacer, clock }: ClientRun,
  settings: Settings,
  { sessions, keys, read = (session, key, due) => client.read(session, key, due) }: Everything,
): void {
  if (settings.faultsOver !== undefined)
    http.get(settings.faultsOver, { timeout: FAULTS_PATIENCE_MS, tags: { name: 'faults over' } });
  pacer.resume();
  pacer.hasten(SPEED);
  const untilMs = clock() + PATIENCE_MS;
  for (const session of sessions) {
    session.search.restart();
    for (const key of keys) {
      while (!session.search.isOver) {
        const { outcome, absent } = read(session, key, pacer.wait());
        if (!absent && (outcome === 'ok' || clock() > untilMs)) break;
      }
      if (session.search.isOver) break;
    }
  }
  if (settings.instances > 1) {
    const gone = sessions.filter(({ search }) => search.isOver);
    note(
      settings,
      'sessions that were gone in the last look, and how likely some instance still had one',
      clock(),
      {
        sessions_gone: gone.length,
        sessions_missed_by_chance: gone.reduce((sum, { search }) => sum + search.chanceOfThere, 0),
      },
    );
  }
}

interface Everything {
  sessions: readonly Session[];
  keys: readonly string[];
  read?: (session: Session, key: string, due: number) => OperationLine;
}
