/**
 * Instances of the app that answered this client, by name. k6 gives each client modules of its own. How many there are
 * behind one address nobody has to say for certain: who meets more of them than was said, asks as many.
 */
const met = new Set<string>();

/** In how many looks a session is missed by chance with a probability of one in so many, where names do not tell. */
const ODDS = 65_536;

/** A client's search for one session since it was last seen: how often it was missed, and by which instances. */
export class Search {
  #misses = 0;
  readonly #missedBy = new Set<string>();
  readonly #instances: number;

  /** @param instances how many there are, as far as was said. */
  constructor(instances: number) {
    this.#instances = instances;
  }

  get misses(): number {
    return this.#misses;
  }

  missed(instance: string | undefined): void {
    this.#misses++;
    if (instance === undefined) return;
    met.add(instance);
    this.#missedBy.add(instance);
  }

  found(instance: string | undefined): void {
    if (instance !== undefined) met.add(instance);
    this.restart();
  }

  /** Forgets what was asked so far: a fault has come between, or the session was found. */
  restart(): void {
    this.#misses = 0;
    this.#missedBy.clear();
  }

  /**
   * Whether it need not go on: each instance has missed the session, and it was missed twice. Where some never
   * answers, it is over when chance would have missed the session once in 65,536.
   */
  get isOver(): boolean {
    if (this.#misses < 2) return false;
    return this.#missedBy.size >= this.#count || this.#misses >= looksFor(this.#count, ODDS);
  }

  /**
   * How likely it is that an instance which was not asked has the session: 0 where each was, else
   * ((instances - 1) / instances) ** misses, each request going to any of them.
   */
  get chanceOfThere(): number {
    if (this.#missedBy.size >= this.#count) return 0;
    return ((this.#count - 1) / this.#count) ** this.#misses;
  }

  get #count(): number {
    return Math.max(this.#instances, met.size);
  }
}

/**
 * So many requests in a row, each to any of the instances, miss a certain one with a chance of `1 / odds` at most:
 * ((instances - 1) / instances) ** looks <= 1 / odds. Two where there is one instance.
 */
export const looksFor = (instances: number, odds: number): number =>
  instances > 1 ? Math.ceil(Math.log(odds) / Math.log(instances / (instances - 1))) : 2;
