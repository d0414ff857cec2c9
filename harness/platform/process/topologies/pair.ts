import { setTimeout as delay } from 'node:timers/promises';
import getPort from 'get-port';
import type { Figure } from '../../../../servers/lib/figure.ts';
import type { Command, ServerPlace } from '../../../../servers/lib/server.ts';
import { unavailable } from '../../../errors.ts';
import { startFront, type Front } from './front.ts';
import { startMember, type Member } from './member.ts';
import { ReplicatedServer, type Layout } from './replicated.ts';
import type { TopologyContext } from './topology.ts';

const CAUGHT_UP_LIMIT_MS = 20_000;
const LOOK_EVERY_MS = 50;

/** What one kind of server knows of being one of two of which the other follows. */
export interface PairKind {
  program: string;
  gentleSignal?: 'SIGTERM' | 'SIGINT';
  url: (port: number) => string;
  openFigure: (url: string) => Promise<Figure>;
  /** Makes an empty folder into one that a server by itself can start on. */
  initialise: (place: ServerPlace) => Promise<void>;
  /** Makes a folder into one that follows whoever is reached by that port; what was in it is gone. */
  copy: (place: ServerPlace, from: number) => Promise<void>;
  command: (place: ServerPlace, follows: boolean) => Command;
  /** Has a server that was copied and started follow whoever is reached by that port. */
  follow?: (port: number, from: number) => Promise<void>;
  ask: (port: number) => Promise<unknown>;
  isPrimary: (port: number) => Promise<boolean>;
  /** Has a follower take writes, once it has applied what it was sent. Resolves to what was seen. */
  promote: (port: number) => Promise<string>;
  /** Has the primary write something that no table shows. Resolves to what looks whether the server of another port has it. */
  mark: (port: number) => Promise<(follower: number) => Promise<boolean>>;
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
  for (const index of [1, 2]) {
    const member = stack.use(await startOne(`${context.store}-${index}`, { kind, front, context }));
    if (index === 1) await front.lead(member.port);
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

interface Means {
  kind: PairKind;
  front: Front;
  context: TopologyContext;
}

async function startOne(name: string, { kind, front, context }: Means): Promise<Member> {
  const port = await getPort({ host: '127.0.0.1' });
  const place = (dataFolder: string): ServerPlace => ({
    tool: context.tool,
    dataFolder,
    port,
    settings: context.settings,
  });
  let leader: number | undefined;
  return startMember(
    {
      name,
      what: `${kind.program} (${name})`,
      port,
      ...(kind.gentleSignal ? { gentleSignal: kind.gentleSignal } : {}),
      beforeStart: async (folder) => {
        leader = await front.leadsTo();
        if (leader === port) return 'left';
        if (leader === undefined) await kind.initialise(place(folder));
        else await kind.copy(place(folder), await front.ways.portTo(leader));
        return 'anew';
      },
      command: (folder) => kind.command(place(folder), leader !== undefined && leader !== port),
      ask: () => kind.ask(port),
      afterStart: async () => {
        if (leader !== undefined && leader !== port)
          await kind.follow?.(port, await front.ways.portTo(leader));
      },
    },
    context,
  );
}

async function layoutOf(members: readonly Member[], { kind, front, context }: Means): Promise<Layout> {
  const urlOf = ({ port }: Member) => kind.url(port);
  const figures = new Map<Member, Figure>();
  for (const member of members) figures.set(member, await kind.openFigure(urlOf(member)));
  const otherThan = (gone: Member) => members.find((member) => member !== gone) as Member;
  const ledTo = async () => {
    const port = await front.leadsTo();
    const member = members.find((each) => each.port === port);
    if (member === undefined) throw new Error(`the address in front of ${context.store} leads nowhere`);
    return member;
  };
  const takeOverFrom = async (gone: Member) => {
    const next = otherThan(gone);
    const promoted = await kind.promote(next.port);
    await front.lead(next.port);
    return `${next.name}: ${promoted}`;
  };
  return {
    members,
    watchers: [],
    url: kind.url(front.port),
    urlOf,
    figureOf: (member) => figures.get(member) as Figure,
    close: async () => {
      for (const figure of figures.values()) await figure[Symbol.asyncDispose]();
      await front[Symbol.asyncDispose]();
    },
    isPrimary: ({ port }) => kind.isPrimary(port),
    advertised: async () => {
      const port = await front.leadsTo();
      return port === undefined ? undefined : { port, seen: 'the address in front of them leads to it' };
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
      portTo: ({ port }) => front.ways.portTo(port),
      ask: kind.ask,
      mark: async (primary) => {
        const has = await kind.mark(primary.port);
        return ({ port }) => has(port);
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
