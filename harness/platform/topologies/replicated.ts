import { setTimeout as delay } from 'node:timers/promises';
import type { Figure } from '../../../servers/lib/figure.ts';
import { messageOf, unavailable } from '../../errors.ts';
import type {
  Disk,
  Ended,
  Part,
  PowerLost,
  Primary,
  Replicas,
  ServerMemory,
  StoreServer,
  Ways,
  Wire,
} from '../subject.ts';
import type { Address } from '../address.ts';
import type { Member } from './ground.ts';
import type { TopologyContext } from './topology.ts';

const WHOLE_LIMIT_MS = 90_000;
const LOOK_EVERY_MS = 100;

/** What one kind of topology knows of its servers. */
export interface Layout {
  /** Those that hold the data. */
  members: readonly Member[];
  /** Those that only watch over the others. */
  watchers: readonly Member[];
  /** The address for an app, which names all that an app has to know. */
  url: string;
  /** The address of one member alone. */
  urlOf: (member: Member) => string;
  figureOf: (member: Member) => Figure;
  /** Lets go of what the members are asked by, their figures included. */
  close: () => Promise<void>;
  /** Whether a member says that it takes writes. Rejects where it does not answer. */
  isPrimary: (member: Member) => Promise<boolean>;
  /** Whom those who tell clients of the primary name, and what shows it; undefined while they do not agree. */
  advertised: () => Promise<{ member: Member; seen: string } | undefined>;
  /** What is missing until all follow the primary and have what it has; undefined where nothing is. */
  missing: (primary: Member) => Promise<string | undefined>;
  /** Waits until nobody is about to undo what is asked for; absent where nobody would. */
  untilAskable?: () => Promise<void>;
  ask: (primary: Member) => Promise<string>;
  /** Has another take over from the primary, which has ended; absent where they do so by themselves. */
  takeOver?: () => Promise<string>;
  /** Over what they follow each other; absent where nothing is in between. */
  ways?: LayoutWays;
}

export interface LayoutWays {
  wireTo: (member: Member) => Promise<Wire>;
  addressTo: (member: Member) => Promise<Address>;
  /** One attempt to have an answer of the server behind an address. */
  ask: (address: Address) => Promise<unknown>;
  /** Has the primary write something that tables show nothing of. Resolves to what looks whether another has it. */
  mark: (primary: Member) => Promise<(other: Member) => Promise<boolean>>;
}

/**
 * Servers of which one takes writes and another can take over, as one. What is done to it as a part is done to its
 * primary of the moment. Disposing of it kills all.
 */
export class ReplicatedServer implements StoreServer, Replicas, AsyncDisposable {
  readonly name: string;
  readonly url: string;
  readonly takeOver?: () => Promise<string>;
  readonly ways?: Ways;
  readonly disk?: Disk;
  readonly #layout: Layout;
  readonly #signal: AbortSignal;
  /** What the last fault was done to. */
  #hit: Member | undefined;

  constructor(store: string, layout: Layout, signal: AbortSignal) {
    this.name = store;
    this.url = layout.url;
    this.#layout = layout;
    this.#signal = signal;
    if (layout.takeOver !== undefined) this.takeOver = layout.takeOver;
    if (layout.ways !== undefined) this.ways = this.#waysOver(layout.ways);
    // Each member is a machine of its own: the others keep what they have.
    if (layout.members.some(({ disk }) => disk !== undefined))
      this.disk = { losePower: () => this.#losePower() };
  }

  get replicas(): Replicas {
    return this;
  }

  get parts(): readonly Part[] {
    return [...this.#layout.members, ...this.#layout.watchers];
  }

  /** Of the one that the last fault was done to. */
  get pid(): number {
    return (this.#hit ?? this.#layout.members[0])?.pid ?? 0;
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended> {
    const member = (this.#hit = await this.#primaryMember());
    const ended = await member.end(signal);
    return { ...ended, seen: `${member.name}, the primary: ${ended.seen}` };
  }

  async start(): Promise<void> {
    await (this.#hit ?? (await this.#primaryMember())).start();
    await this.whole(this.#signal);
  }

  /** What is there now counts as synced. */
  async settle(): Promise<void> {
    for (const { disk } of this.#layout.members) await disk?.settle();
  }

  async pause(): Promise<string> {
    const member = (this.#hit = await this.#primaryMember());
    return `${member.name}, the primary: ${await member.pause()}`;
  }

  async resume(): Promise<void> {
    if (this.#hit === undefined) return;
    await this.#hit.resume();
    await this.whole(this.#signal);
  }

  async memory(): Promise<ServerMemory> {
    return this.#layout.figureOf(await this.#primaryMember()).read();
  }

  /** The address of the primary alone. */
  async keptAt(): Promise<string> {
    return this.#layout.urlOf(await this.#primaryMember());
  }

  async primary(): Promise<Primary | undefined> {
    const advertised = await this.#layout.advertised();
    if (advertised === undefined) return undefined;
    const { member, seen } = advertised;
    if (!(await this.#saysSo(member))) return undefined;
    return { part: member, seen: `${member.name} says that it is the primary, and ${seen}` };
  }

  async primaries(): Promise<string[]> {
    const say = await Promise.all(this.#layout.members.map((member) => this.#saysSo(member)));
    return this.#layout.members.filter((_, index) => say[index]).map(({ name }) => name);
  }

  async untilAskable(): Promise<void> {
    await this.#layout.untilAskable?.();
  }

  async askForFailover(): Promise<string> {
    return this.#layout.ask(await this.#primaryMember());
  }

  async whole(signal: AbortSignal): Promise<string> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(WHOLE_LIMIT_MS)]);
    for (;;) {
      const missing = await this.#missing();
      if (missing === undefined) break;
      signal.throwIfAborted();
      if (limit.aborted)
        throw unavailable(`${this.name} was not whole after ${WHOLE_LIMIT_MS / 1000} s: ${missing}`);
      await delay(LOOK_EVERY_MS, undefined, { signal: limit }).catch(() => {});
    }
    const primary = await this.#primaryMember();
    const others = this.#layout.members.filter((member) => member !== primary).map(({ name }) => name);
    return `${others.join(' and ')} ${others.length === 1 ? 'follows' : 'follow'} ${primary.name}, and ${others.length === 1 ? 'has' : 'have'} what it has`;
  }

  async #losePower(): Promise<PowerLost> {
    const { name, disk } = this.#hit ?? {};
    if (disk === undefined) throw new Error(`it is not known what ${name ?? this.name} has synced`);
    const { undone, ...lost } = await disk.losePower();
    return { ...lost, undone: `of ${name}, ${undone}` };
  }

  #waysOver({ wireTo, addressTo, ask, mark }: LayoutWays): Ways {
    return {
      to: (part) => wireTo(part as Member),
      askOver: async (part) => {
        await ask(await addressTo(part as Member));
      },
      mark: async () => {
        const primary = await this.#primaryMember();
        const others = this.#layout.members.filter((member) => member !== primary);
        const has = await mark(primary);
        return async () => (await Promise.all(others.map(has))).every(Boolean);
      },
    };
  }

  async #missing(): Promise<string | undefined> {
    const { members, watchers, missing } = this.#layout;
    const gone = [...members, ...watchers].find(({ pid }) => pid === 0);
    if (gone !== undefined) return `${gone.name} is not running`;
    const primaries = await this.primaries();
    if (primaries.length > 1) return `${primaries.join(' and ')} both say that they are the primary`;
    const primary = await this.primary();
    if (primary === undefined)
      return 'no server is the primary by its own word and by all that is told of it';
    return missing(primary.part as Member).catch(messageOf);
  }

  async #primaryMember(): Promise<Member> {
    const primary = await this.primary();
    if (primary === undefined) throw new Error(`no server of ${this.name} is the primary now`);
    return primary.part as Member;
  }

  async #saysSo(member: Member): Promise<boolean> {
    return member.pid !== 0 && (await this.#layout.isPrimary(member).catch(() => false));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { members, watchers, close } = this.#layout;
    // The last first, and each whatever becomes of the others. Watchers come before members: they would have others take
    // over meanwhile.
    await using stack = new AsyncDisposableStack();
    for (const part of [...members, ...watchers]) stack.use(part);
    stack.defer(close);
  }
}

/** Starts all servers of one topology, and waits until they are whole. Rejects with `unavailable` if they do not get so. */
export type StartTopology = (context: TopologyContext) => Promise<ReplicatedServer>;
