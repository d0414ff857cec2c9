import { setTimeout as delay } from 'node:timers/promises';
import type { Figure } from '../../../servers/lib/figure.ts';
import type { Command } from '../../../servers/lib/server.ts';
import { unavailable } from '../../errors.ts';
import { hostPort, inUrl, type Address } from '../address.ts';
import { startFront, type Front } from './front.ts';
import type { Member, Site } from './ground.ts';
import { ReplicatedServer, type Layout } from './replicated.ts';
import { sitesOf } from './sites.ts';
import type { TopologyContext } from './topology.ts';

const CAUGHT_UP_LIMIT_MS = 20_000;
const LOOK_EVERY_MS = 50;

/** What one kind of server knows of being one of two of which the other follows. */
export interface PairKind {
  program: string;
  gentleSignal?: 'SIGTERM' | 'SIGINT';
  url: (port: number, host: string) => string;
  openFigure: (url: string) => Promise<Figure>;
  /** Makes an empty folder into one that a server by itself can start on. */
  initialise: (site: Site) => Promise<void>;
  /** Makes a folder into one that follows whoever is reached at that address; what was in it is gone. */
  copy: (site: Site, from: Address) => Promise<void>;
  command: (site: Site, follows: boolean) => Command;
  /** Has a server that was copied and started follow whoever is reached at that address. */
  follow?: (server: Address, from: Address) => Promise<void>;
  ask: (server: Address) => Promise<unknown>;
  isPrimary: (server: Address) => Promise<boolean>;
  /** Has a follower take writes, once it has applied what it was sent. Resolves to what was seen. */
  promote: (server: Address) => Promise<string>;
  /** Has the primary write something that no table shows. Resolves to what looks whether another has it. */
  mark: (server: Address) => Promise<(follower: Address) => Promise<boolean>>;
  /** What is missing until the follower has what the primary has; undefined where nothing is. */
  missing: (primary: Member, follower: Member) => Promise<string | undefined>;
}

/**
 * A primary and a follower, with one address in front that leads to the primary. Neither takes over by itself: whoever
 * watches over them has it do so, and here that is the harness. Who comes back after another has taken over is made a
 * copy of that one.
 */
export async function startPair(kind: PairKind, context: TopologyContext): Promise<ReplicatedServer> {
  await using stack = new AsyncDisposableStack();
  const front = stack.use(await startFront(context));
  const members: Member[] = [];
  for (const site of await sitesOf(
    context.ground,
    [1, 2].map((index) => `${context.store}-${index}`),
  )) {
    const member = stack.use(await startOne(site, { kind, front }));
    if (members.length === 0) await front.lead(member.address);
    members.push(member);
  }
  const server = new ReplicatedServer(
    context.store,
    await layoutOf(members, { kind, front, context }),
    context.signal,
  );
  await server.whole(context.signal);
  stack.move();
  return server;
}

const isAt = ({ address }: Pick<Site, 'address'>, other: Address) => hostPort(address) === hostPort(other);

function startOne(site: Site, { kind, front }: { kind: PairKind; front: Front }): Promise<Member> {
  const { name, address } = site;
  let leader: Address | undefined;
  const follows = () => leader !== undefined && !isAt(site, leader);
  return site.start({
    what: `${kind.program} (${name})`,
    ...(kind.gentleSignal ? { gentleSignal: kind.gentleSignal } : {}),
    beforeStart: async () => {
      leader = await front.leadsTo();
      if (leader === undefined) await kind.initialise(site);
      else if (follows()) await kind.copy(site, await front.ways.to(leader));
      else return 'left';
      return 'anew';
    },
    command: () => kind.command(site, follows()),
    ask: () => kind.ask(address),
    afterStart: async () => {
      if (leader !== undefined && follows()) await kind.follow?.(address, await front.ways.to(leader));
    },
  });
}

interface Means {
  kind: PairKind;
  front: Front;
  context: TopologyContext;
}

async function layoutOf(members: readonly Member[], { kind, front, context }: Means): Promise<Layout> {
  const at = ({ host, port }: Address) => kind.url(port, inUrl(host));
  const urlOf = ({ address }: Member) => at(address);
  const figures = new Map<Member, Figure>();
  for (const member of members) figures.set(member, await kind.openFigure(urlOf(member)));
  const otherThan = (gone: Member) => members.find((member) => member !== gone) as Member;
  const ledToNow = async () => {
    const address = await front.leadsTo();
    return address && members.find((each) => isAt(each, address));
  };
  const ledTo = async () => {
    const member = await ledToNow();
    if (member === undefined) throw new Error(`the address in front of ${context.store} leads nowhere`);
    return member;
  };
  const takeOverFrom = async (gone: Member) => {
    const next = otherThan(gone);
    const promoted = await kind.promote(next.address);
    await front.lead(next.address);
    return `${next.name}: ${promoted}`;
  };
  return {
    members,
    watchers: [],
    url: at(front.address),
    urlOf,
    figureOf: (member) => figures.get(member) as Figure,
    close: async () => {
      for (const figure of figures.values()) await figure[Symbol.asyncDispose]();
      await front[Symbol.asyncDispose]();
    },
    isPrimary: ({ address }) => kind.isPrimary(address),
    advertised: async () => {
      const member = await ledToNow();
      return member && { member, seen: 'the address in front of them leads to it' };
    },
    missing: (primary) => kind.missing(primary, otherThan(primary)),
    ask: async (primary) => {
      // As whoever switches over on purpose: nothing is taken in any more, and the other has all that was.
      await front.close();
      await caughtUp(() => kind.missing(primary, otherThan(primary)), context.signal);
      const { seen } = await primary.end('SIGTERM');
      return `${primary.name} was asked to end: ${seen}; ${await takeOverFrom(primary)}`;
    },
    takeOver: async () => takeOverFrom(await ledTo()),
    ways: {
      wireTo: front.ways.wireTo,
      addressTo: ({ address }) => front.ways.to(address),
      ask: kind.ask,
      mark: async (primary) => {
        const has = await kind.mark(primary.address);
        return ({ address }) => has(address);
      },
    },
  };
}

async function caughtUp(missing: () => Promise<string | undefined>, signal: AbortSignal): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(CAUGHT_UP_LIMIT_MS)]);
  for (let why = await missing(); why !== undefined; why = await missing()) {
    signal.throwIfAborted();
    if (limit.aborted) throw unavailable(`nobody can take over after ${CAUGHT_UP_LIMIT_MS / 1000} s: ${why}`);
    await delay(LOOK_EVERY_MS, undefined, { signal: limit }).catch(() => {});
  }
}
