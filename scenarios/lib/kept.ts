import type { OperationLine } from '../../protocol/history.ts';
import type { ClientRun } from './scenario.ts';
import type { Session } from './session.ts';
import type { IsLast } from './session-client.ts';
import type { Settings } from './settings.ts';

/** So many operations of one session say what there is to say: after them a client has another. */
const WORN_BY = 500;
/** So many sessions wait for the last look, those of all clients together. */
const MOST_WAITING = 1000;
const LEAST_WAITING = 8;

export interface Looks {
  /** What each is looked at by, or each by its own. */
  keys: readonly string[] | ((session: Session) => readonly string[]);
  read?: (session: Session, key: string, due: number, isLast: IsLast) => OperationLine;
}

/**
 * The sessions that a client looks at in the end. They are bounded however long it goes on, and so is what a judge has
 * to hold of them: a session that has had many operations is looked at for the last time and let go if it is there;
 * and of those that are not in use any more, the one that waited longest, where too many do.
 */
export class Kept {
  readonly #inUse = new Set<Session>();
  readonly #waiting = new Set<Session>();
  readonly #run: ClientRun;
  readonly #most: number;
  readonly #looks: Required<Looks>;

  constructor(run: ClientRun, { clients }: Settings, { keys, read }: Looks) {
    const { client } = run;
    this.#run = run;
    this.#most = Math.max(LEAST_WAITING, Math.floor(MOST_WAITING / clients));
    this.#looks = {
      keys,
      read: read ?? ((session, key, due, isLast) => client.read(session, key, due, isLast)),
    };
  }

  /** Takes in a session that the client uses from now on. */
  use(session: Session): void {
    this.#inUse.add(session);
  }

  /** The client uses it no more, or never did: it waits for the last look. */
  leave(session: Session): void {
    this.#inUse.delete(session);
    this.#waiting.add(session);
  }

  /** Looks at a session that had its share of operations, and says that it is gone from use. It waits no more if it was there. */
  retireIfWorn(session: Session): boolean {
    if (session.operations < WORN_BY) return false;
    this.#inUse.delete(session);
    if (this.#look(session, found) !== 'found') this.#waiting.add(session);
    return true;
  }

  /** Where too many wait, looks at the one that has waited longest, and lets it go. Not while requests are in flight. */
  tidy(): void {
    while (this.#waiting.size > this.#most) {
      const [oldest] = this.#waiting;
      if (oldest === undefined) return;
      this.#waiting.delete(oldest);
      // What cannot be told now is asked later, but not without end.
      const isDue = this.#waiting.size >= 2 * this.#most;
      const seen = this.#look(oldest, (as) => isDue || as !== 'unanswered');
      if (seen === 'unanswered' && !isDue) {
        this.#waiting.add(oldest);
        return;
      }
    }
  }

  /** Those to be looked at in the end. */
  all(): Session[] {
    return [...this.#waiting, ...this.#inUse];
  }

  /** Reads every key until each has its answer, or it is known that the session is gone. */
  #look(session: Session, isEnough: (seen: Seen) => boolean): Seen {
    const keys = keysOf(session, this.#looks.keys);
    session.search.restart();
    let seen: Seen = 'unanswered';
    for (const key of keys) {
      const isLastKey = key === keys.at(-1);
      do seen = this.#ask(session, key, (now) => isEnough(now) && (isLastKey || now !== 'found'));
      while (seen === 'missed');
      if (seen !== 'found') break;
    }
    return seen;
  }

  #ask(session: Session, key: string, isLast: (seen: Seen) => boolean): Seen {
    let seen: Seen = 'unanswered';
    this.#looks.read(session, key, this.#run.pacer.wait(), ({ outcome, absent }) => {
      if (absent) seen = session.search.isOver ? 'gone' : 'missed';
      else seen = outcome === 'ok' ? 'found' : 'unanswered';
      return seen !== 'missed' && isLast(seen);
    });
    return seen;
  }
}

export const keysOf = (session: Session, keys: Looks['keys']): readonly string[] =>
  typeof keys === 'function' ? keys(session) : keys;

type Seen = 'found' | 'missed' | 'gone' | 'unanswered';

const found = (seen: Seen) => seen === 'found';
