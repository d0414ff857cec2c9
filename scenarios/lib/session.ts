import type { OperationLine, Value } from '../../protocol/history.ts';
import { Cookies } from './cookies.ts';
import type { Impression } from './impression.ts';
import { Search } from './search.ts';

/**
 * Sessions of this client that more than one instance served: only these show whether instances share them. k6 gives
 * each client modules of its own.
 */
export const shared = { sessions: 0 };

/** Many stores count whole seconds: an expiry within one of the TTL is on time. */
export const GRACE_MS = 1000;

/** How long sessions live, where that is known, and whether a request that changes nothing renews one. */
interface Life {
  ttlMs?: number | undefined;
  rolling?: boolean;
}

interface Opened {
  home: string;
  instances: number;
  life?: Life;
  cookies?: Cookies;
}

/** One session as one client holds it: cookies of its own, and what the client last saw acknowledged. */
export class Session {
  readonly name: string;
  readonly cookies: Cookies;
  /** Where a sticky balancer sends it. */
  readonly home: string;
  /** Instances of the app, as far as was said. */
  readonly instances: number;
  created = false;
  operations = 0;
  readonly search: Search;
  /** The client ended it, or let it expire: what it finds there from now on should be nothing. */
  ended = false;
  readonly life: Life;
  /** Until then it is certainly there, unless it was lost; later it may have expired. */
  #certainUntilMs = Infinity;
  #servedBy: string | undefined;
  #isShared = false;
  readonly #acknowledged = new Map<string, Value>();
  /** Keys whose last write has an unknown outcome: the client cannot say what it should see. */
  readonly #uncertain = new Set<string>();

  constructor(name: string, { home, instances, life = {}, cookies = new Cookies() }: Opened) {
    this.life = life;
    this.name = name;
    this.home = home;
    this.instances = instances;
    this.cookies = cookies;
    this.search = new Search(instances);
  }

  /** Operations in a row that found no session. */
  get absences(): number {
    return this.search.misses;
  }

  /** Takes in what became of an operation, and says what the client thinks of it. */
  settle(line: OperationLine): Impression {
    const impression = this.#impressionOf(line);
    this.#renew(line);
    this.operations++;
    const { op, key = '', outcome, value = null } = line;
    if (line.absent) this.search.missed(line.instance);
    else if (outcome === 'ok') this.search.found(line.instance);
    if (line.instance !== undefined) this.#servedAt(line.instance);
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

  /** By what was acknowledged, when it was sent: a save may have come at any time after that. */
  #renew({ op, outcome, absent, start, end }: OperationLine): void {
    const { ttlMs, rolling = false } = this.life;
    if (ttlMs === undefined || outcome !== 'ok' || absent) return;
    // A read that may have found it about to expire may have renewed what was gone.
    if (op === 'read' && !(rolling && end < this.#certainUntilMs)) return;
    this.#certainUntilMs = start + ttlMs - GRACE_MS;
  }

  #servedAt(instance: string): void {
    this.#servedBy ??= instance;
    if (this.#isShared || this.#servedBy === instance) return;
    this.#isShared = true;
    shared.sessions++;
  }

  #impressionOf({ op, key = '', outcome, absent, owner, value, end }: OperationLine): Impression {
    if (!this.created || op === 'create' || (outcome !== 'ok' && !absent)) return {};
    if (this.ended) return { wrong: !absent };
    if (absent && end > this.#certainUntilMs) return {};
    if (op !== 'read' || absent) return { missing: absent === true };
    if (this.#uncertain.has(key)) return { missing: false };
    return { missing: false, wrong: owner !== undefined || value !== (this.#acknowledged.get(key) ?? null) };
  }
}

/** Whether the session goes by one of these ids. */
export const isAnyOf = (ids: readonly string[], { cookies }: Session): boolean =>
  cookies.ids().some((id) => ids.includes(id));

/** What a request needs to know of its session. */
export interface Addressed {
  name: string;
  cookies: Cookies;
  home: string;
  /** The owner's tag that the answer should carry, where it is not the session's name. */
  owner?: string;
}
