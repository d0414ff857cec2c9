import http from 'k6/http';
import type { OperationLine } from '../../protocol/history.ts';
import { FAULTS_PATIENCE_MS, LAST_LOOK_MS } from '../../protocol/limits.ts';
import { keysOf, type Looks } from './kept.ts';
import { note } from './note.ts';
import { Patience } from './patience.ts';
import type { ClientRun } from './scenario.ts';
import { looksFor } from './search.ts';
import type { Session } from './session.ts';
import type { Settings } from './settings.ts';

/** The last look goes over everything at this multiple of the rate. */
const SPEED = 2;
/** Where the rate went up until something broke, its mean may be more than can be had. */
const SPEED_AFTER_A_BREAK = 0.25;
/** After a fault the app is waited for until its time to recover is over by so much, so that this can be told. */
const BEYOND_RECOVERY_MS = 1000;

const GIVEN_UP = 'the last look was given up before all sessions had been asked for';
const NO_ANSWER = `${GIVEN_UP}: the app no longer answered`;
const OUT_OF_TIME = `${GIVEN_UP}: ${LAST_LOOK_MS / 1000} s had passed`;

/** After so many absences in a row a client makes another session; this one is still looked at in the end. */
export const enoughLooks = (settings: Settings): number => looksFor(settings.instances, 64);
/**
 * Reads keys of every session that a client ever had, those that seemed lost too, each until it has its answer. It
 * begins when the last fault has healed: what is seen before says nothing of what a fault leaves. An app that is away is
 * waited for, as what it has lost is seen when it is back, but not for good; what was not looked at is counted.
 */
export function lastLook(
  { client, pacer, random, clock }: ClientRun,
  settings: Settings,
  { sessions, keys, read = (session, key, due) => client.read(session, key, due) }: Everything,
): void {
  if (settings.faultsOver !== undefined)
    http.get(settings.faultsOver, { timeout: FAULTS_PATIENCE_MS, tags: { name: 'faults over' } });
  pacer.resume();
  pacer.hasten(settings.breakpoint ? SPEED_AFTER_A_BREAK : SPEED);
  client.goOn(LAST_LOOK_MS);
  const { faults, recoverWithinMs } = settings;
  const silentMs = faults > 0 ? recoverWithinMs + BEYOND_RECOVERY_MS : undefined;
  // What a fault took away may come back as late as it is allowed to; nobody waits twice for what hangs by itself.
  const beenSilentMs = faults > 0 ? 0 : client.silentMs;
  const patience = new Patience(clock, { limitMs: LAST_LOOK_MS, silentMs, beenSilentMs });
  let unseen = 0;
  for (const session of sessions) {
    if (patience.isOver) {
      unseen++;
      continue;
    }
    session.search.restart();
    for (const key of keysOf(session, keys)) {
      while (!session.search.isOver) {
        // In step with the others a client would meet the same instance each time behind a balancer that goes round.
        if (settings.instances > 1 && session.search.misses > 0) pacer.shift(random());
        const { outcome, absent } = read(session, key, pacer.wait());
        patience.see(outcome === 'ok' || absent === true);
        if (!absent && (outcome === 'ok' || patience.isShort)) break;
      }
      if (session.search.isOver || (patience.isShort && patience.isOver)) break;
    }
  }
  if (unseen > 0)
    note(settings, patience.isShort ? NO_ANSWER : OUT_OF_TIME, clock(), {
      'sessions not looked at in the end': unseen,
    });
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
  keys: Looks['keys'];
  read?: (session: Session, key: string, due: number) => OperationLine;
}
