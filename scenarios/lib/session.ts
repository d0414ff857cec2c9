import type { OperationLine, Value } from '../../protocol/history.ts';
import { Cookies } from './cookies.ts';
import type { Impression } from './recorder.ts';

/** One session as one client holds it: cookies of its own, and what the client last saw acknowledged. */
export class Session {
  readonly name: string;
  readonly cookies: Cookies;
  /** Where a sticky balancer sends it. */
  readonly home: string;
  created = false;
  /** Operations in a row that found no session. */
  absences = 0;
  /** The client ended it, or let it expire: what it finds there from now on should be nothing. */
  ended = false;
  readonly #acknowledged = new Map<string, Value>();
  /** Keys whose last write has an unknown outcome: the client cannot say what it should see. */
  readonly #uncertain = new Set<string>();

  constructor(name: string, home: string, cookies = new Cookies()) {
    this.name = name;
    this.home = home;
    this.cookies = cookies;
  }

  /** Takes in what became of an operation, and says what the client thinks of it. */
  settle(line: OperationLine): Impression {
    const impression = this.#impressionOf(line);
    const { op, key = '', outcome, value = null } = line;
    if (line.absent) this.absences++;
    else if (outcome === 'ok') this.absences = 0;
    if (op === 'create') this.created ||= outcome === 'ok';
    if ((op === 'destroy' || op === 'regenerate') && outcome !== 'fail') this.ended = true;
    if (op === 'create' || op === 'write' || op === 'increment' || op === 'remove') {
      if (outcome === 'info') this.#uncertain.add(key);
      else if (outcome === 'ok') {
        this.#acknowledged.set(key, op === 'remove' ? null : value);
        this.#uncertain.delete(key);
      }
    }
    return impression;
  }

  #impressionOf({ op, key = '', outcome, absent, owner, value }: OperationLine): Impression {
    if (!this.created || op === 'create' || (outcome !== 'ok' && !absent)) return {};
    if (this.ended) return { wrong: !absent };
    if (op !== 'read' || absent) return { missing: absent === true };
    if (this.#uncertain.has(key)) return { missing: false };
    return { missing: false, wrong: owner !== undefined || value !== (this.#acknowledged.get(key) ?? null) };
  }
}

/** Whether the session goes by one of these ids. */
export const isAnyOf = (ids: readonly string[], { cookies }: Session): boolean =>
  cookies.ids().some((id) => ids.includes(id));
