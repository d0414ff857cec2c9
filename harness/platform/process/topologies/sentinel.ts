import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import getPort from 'get-port';
import pWaitFor from 'p-wait-for';
import { openRedisFigure } from '../../../../servers/redis-server/figure.ts';
import { server as redisServer } from '../../../../servers/redis-server.ts';
import { messageOf } from '../../../errors.ts';
import { startMember, type Member } from './member.ts';
import { mostNamed, notFollowing } from './redis-follows.ts';
import { askRedis, roleOf } from './redis-role.ts';
import { ReplicatedServer, type Layout, type LayoutWays, type StartTopology } from './replicated.ts';
import type { TopologyContext } from './topology.ts';
import { startProxies, waysThrough, type ServerWays } from './ways.ts';

const KNOWN_LIMIT_MS = 15_000;
/** What the sentinels and their clients call the primary and its replicas. */
const GROUP = 'holdfast';
const SENTINELS = 3;
const QUORUM = 2;
/**
 * A primary that is silent for so long is down to a sentinel. Its own default, 30 s, would make a run of minutes; whoever
 * sets it chooses some seconds.
 */
const DOWN_AFTER_MS = 2000;
/** After a failover that came to nothing the next attempt waits twice that; its own default is 3 minutes. */
const FAILOVER_LIMIT_MS = 10_000;

/** A primary and a replica of Redis, and three sentinels that have the replica take over. */
export const startSentinel: StartTopology = async (context) => {
  await using stack = new AsyncDisposableStack();
  const proxies = context.hasWays
    ? stack.use(await startProxies('ways', 'with servers that are cut off from each other', context))
    : undefined;
  const ways = proxies && waysThrough(proxies);
  const known = new Map<number, number>();
  const start = async (index: number, primary?: number) => {
    const port = await getPort({ host: '127.0.0.1' });
    known.set(port, (await ways?.portTo(port)) ?? port);
    const place = { port, known: known.get(port) ?? port, primary };
    return stack.use(await startRedis(`${context.store}-${index}`, context, place));
  };
  const first = await start(1);
  const primary = known.get(first.port) as number;
  const members = [first, await start(2, primary)];
  const watchers: Member[] = [];
  for (let index = 1; index <= SENTINELS; index++)
    watchers.push(stack.use(await startWatcher(`sentinel-${index}`, context, primary)));
  const layout = layoutOf({ members, watchers, known });
  const close = async () => {
    await layout.close();
    await proxies?.[Symbol.asyncDispose]();
  };
  const server = new ReplicatedServer(
    context.store,
    { ...layout, close, ...(ways && { ways: waysOf(ways) }) },
    context.signal,
  );
  await server.whole(context.signal);
  stack.move();
  return server;
};

interface Place {
  port: number;
  /** By which all others know it, and go to it. */
  known: number;
  /** Whom it follows at first, by the port that is known. */
  primary: number | undefined;
}

async function startRedis(
  name: string,
  context: TopologyContext,
  { port, known, primary }: Place,
): Promise<Member> {
  const { tool, settings } = context;
  return startMember(
    {
      name,
      what: `${tool.name} (${name})`,
      port,
      command: (dataFolder) => {
        const { command, args } = redisServer.command({ tool, dataFolder, port, settings });
        const following = primary === undefined ? [] : ['--replicaof', '127.0.0.1', String(primary)];
        const announced = known === port ? [] : ['--replica-announce-port', String(known)];
        // Else a replica waits 5 s for others that may want the same copy.
        const replication = ['--repl-diskless-sync-delay', '0', ...announced, ...following];
        return { command, args: [...args, ...replication] };
      },
      ask: () => askRedis(port, 'PING'),
    },
    context,
  );
}

const file = (folder: string) => join(folder, 'sentinel.conf');

async function startWatcher(name: string, context: TopologyContext, primary: number): Promise<Member> {
  const port = await getPort({ host: '127.0.0.1' });
  return startMember(
    {
      name,
      what: `${context.tool.name} --sentinel (${name})`,
      watches: true,
      port,
      // A sentinel keeps what it has learned in its configuration.
      prepare: (folder) => writeFile(file(folder), configuration(folder, { port, primary })),
      command: (folder) => ({ command: context.tool.path, args: [file(folder), '--sentinel'] }),
      ask: () => askRedis(port, 'PING'),
    },
    context,
  );
}

const configuration = (folder: string, { port, primary }: { port: number; primary: number }): string =>
  [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${JSON.stringify(folder)}`,
    `sentinel monitor ${GROUP} 127.0.0.1 ${primary} ${QUORUM}`,
    `sentinel down-after-milliseconds ${GROUP} ${DOWN_AFTER_MS}`,
    `sentinel failover-timeout ${GROUP} ${FAILOVER_LIMIT_MS}`,
    '',
  ].join('\n');

const urlOf = ({ port }: Member) => redisServer.url(port);

const waysOf = ({ portTo, wireTo }: ServerWays): LayoutWays => ({
  wireTo,
  portTo: ({ port }) => portTo(port),
  ask: (port) => askRedis(port, 'PING'),
  mark: async ({ port }) => {
    // Replicas are told of it, and no key is.
    await askRedis(port, 'PUBLISH', 'holdfast:mark', '');
    const { offset } = await roleOf(port);
    return async (other) => (await roleOf(other.port)).offset >= offset;
  },
});

interface Servers {
  members: readonly Member[];
  watchers: readonly Member[];
  /** By which others know a member, by its own port. */
  known: ReadonlyMap<number, number>;
}

function layoutOf(servers: Servers): Layout {
  const { members, watchers, known } = servers;
  const figures = new Map(members.map((member) => [member, openRedisFigure(urlOf(member))]));
  const advertised = async () => {
    const answers = await Promise.all(watchers.map((watcher) => primaryBy(watcher).catch(() => 0)));
    const [named, sentinels] = mostNamed(answers);
    const port = members.find((member) => known.get(member.port) === named)?.port;
    if (port === undefined || sentinels < QUORUM) return undefined;
    return { port, seen: `${sentinels} of ${watchers.length} sentinels name it` };
  };
  // Clients go straight to the servers that they are told the ways to.
  const mapped = [...known].filter(([port, way]) => port !== way);
  const query = [
    ...watchers.map(({ port }) => `sentinel=127.0.0.1:${port}`),
    ...mapped.map(([port, way]) => `nat=127.0.0.1:${way},127.0.0.1:${port}`),
  ].join('&');
  return {
    members,
    watchers,
    url: `redis+sentinel://127.0.0.1/${GROUP}?${query}`,
    urlOf,
    figureOf: (member) => figures.get(member) as ReturnType<typeof openRedisFigure>,
    close: async () => {
      for (const figure of figures.values()) await figure[Symbol.asyncDispose]();
    },
    isPrimary: async (member) => (await roleOf(member.port)).role === 'master',
    advertised,
    missing: (primary) => missing(primary, servers),
    ask: async () => {
      const [first] = watchers;
      // It looks at replicas every ten seconds, and may not know yet that one is back.
      const isTaken = () =>
        askRedis(first?.port ?? 0, 'SENTINEL', 'FAILOVER', GROUP).then(
          () => true,
          (error: unknown) => {
            if (messageOf(error).startsWith('NOGOODSLAVE')) return false;
            throw error;
          },
        );
      const message = `${first?.name} knew of no replica that could take over for ${KNOWN_LIMIT_MS / 1000} s`;
      await pWaitFor(isTaken, { interval: 200, timeout: { milliseconds: KNOWN_LIMIT_MS, message } });
      return `${first?.name} was told SENTINEL FAILOVER, and agreed`;
    },
  };
}

async function primaryBy(sentinel: Member): Promise<number> {
  const answer = await askRedis(sentinel.port, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', GROUP);
  return Number((answer as string[] | null)?.[1] ?? 0);
}

/** What is missing until the replica has what the primary had when it was asked, and every sentinel knows all others. */
async function missing(primary: Member, { members, watchers, known }: Servers): Promise<string | undefined> {
  const port = known.get(primary.port) as number;
  for (const member of members.filter((one) => one !== primary)) {
    const behind = await notFollowing(member, primary, port);
    if (behind !== undefined) return behind;
  }
  for (const watcher of watchers) {
    const answer = await askRedis(watcher.port, 'SENTINEL', 'MASTER', GROUP);
    const fields = fieldsIn(answer as string[]);
    const [replicas, sentinels] = [fields.get('num-slaves'), fields.get('num-other-sentinels')];
    if (fields.get('port') !== String(port) || fields.get('flags') !== 'master')
      return `${watcher.name} does not see ${primary.name} as the primary, up (${fields.get('flags')})`;
    if (Number(replicas) < members.length - 1 || Number(sentinels) < watchers.length - 1)
      return `${watcher.name} knows of ${replicas} replicas and ${sentinels} other sentinels`;
  }
  return undefined;
}

const fieldsIn = (flat: readonly string[]): Map<string, string> =>
  new Map(flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1] ?? '']] : [])));
