import pWaitFor from 'p-wait-for';
import type { Figure } from '../../../servers/lib/figure.ts';
import { openRedisFigure } from '../../../servers/redis-server/figure.ts';
import { server as redisServer } from '../../../servers/redis-server.ts';
import { unavailable } from '../../errors.ts';
import { hostPort, inUrl } from '../address.ts';
import type { Member, Site } from './ground.ts';
import { mostNamed, notFollowing } from './redis-follows.ts';
import { askRedis, roleOf } from './redis-role.ts';
import { ReplicatedServer, type Layout, type StartTopology } from './replicated.ts';
import { sitesOf } from './sites.ts';
import type { TopologyContext } from './topology.ts';

const SHARDS = 3;
const SLOTS = 16_384;
/** A node that is silent for so long is down to the others; by default it is 15 s. */
const NODE_TIMEOUT_MS = 3000;
const FORMED_LIMIT_MS = 60_000;

/** A node of the cluster, and the port by which the others know it. */
interface Node {
  member: Member;
  busPort: number;
}

/** Two nodes that have a third of the keys each. */
type Shard = readonly [primary: Node, replica: Node];

/**
 * Three primaries of Redis, each with a third of the keys and a replica of its own. What breaks the server breaks the
 * first of them; the others are who tells clients that another has taken over from it.
 */
export const startCluster: StartTopology = async (context) => {
  await using stack = new AsyncDisposableStack();
  const names = Array.from({ length: 2 * SHARDS }, (_, index) => `${context.store}-${index + 1}`);
  const nodes: Node[] = [];
  for (const [index, site] of (await sitesOf(context.ground, names)).entries()) {
    // What is broken is of the first shard.
    const node = await startNode(site, { watches: index > 1 });
    stack.use(node.member);
    nodes.push(node);
  }
  const shards = Array.from(
    { length: SHARDS },
    (_, index) => nodes.slice(2 * index, 2 * index + 2) as [Node, Node],
  );
  await form(shards, context);
  const server = new ReplicatedServer(context.store, layoutOf(shards), context.signal);
  await server.whole(context.signal);
  stack.move();
  return server;
};

async function startNode(site: Site, { watches }: { watches: boolean }): Promise<Node> {
  const { name, program, place, address } = site;
  const busPort = await site.secondPort();
  const member = await site.start({
    what: `${program} (${name})`,
    watches,
    command: () => {
      const { command, args } = redisServer.command(place);
      const cluster = ['--cluster-enabled', 'yes', '--cluster-port', String(busPort)];
      const timeout = ['--cluster-node-timeout', String(NODE_TIMEOUT_MS)];
      const announced = ['--cluster-announce-ip', address.host];
      // Else a replica waits 5 s for others that may want the same copy.
      const replication = ['--repl-diskless-sync-delay', '0'];
      return { command, args: [...args, ...cluster, ...timeout, ...announced, ...replication] };
    },
    ask: () => askRedis(address, 'PING'),
  });
  return { member, busPort };
}

const ask = ({ member }: Node, ...words: string[]) => askRedis(member.address, 'CLUSTER', ...words);

/** As `redis-cli --cluster create` does it, which may not be installed. */
async function form(shards: readonly Shard[], { store, signal }: TopologyContext): Promise<void> {
  const nodes = shards.flat();
  const [first] = nodes;
  for (const [index, [primary]] of shards.entries()) {
    const [from, to] = [index, index + 1].map((at) => Math.round((at * SLOTS) / SHARDS)) as [number, number];
    await ask(primary, 'ADDSLOTSRANGE', String(from), String(to - 1));
    // Of two that claim the same, the one with the higher number is right: each has one of its own.
    await ask(primary, 'SET-CONFIG-EPOCH', String(index + 1));
  }
  if (first === undefined) throw new Error('a cluster without nodes');
  const { host, port } = first.member.address;
  for (const node of nodes.slice(1)) await ask(node, 'MEET', host, String(port), String(first.busPort));
  const until = async (what: string, isSo: () => Promise<boolean>) => {
    await pWaitFor(isSo, { interval: 100, timeout: FORMED_LIMIT_MS, signal }).catch((cause: unknown) => {
      signal.throwIfAborted();
      throw unavailable(`the cluster of ${store} had not ${what} after ${FORMED_LIMIT_MS / 1000} s`, {
        next: 'holdfast doctor',
        cause,
      });
    });
  };
  await until('met', async () => {
    const known = await Promise.all(nodes.map(async ({ member }) => (await infoOf(member)).known));
    return known.every((count) => count === nodes.length);
  });
  for (const [primary, replica] of shards) {
    const id = String(await ask(primary, 'MYID'));
    await until('its replicas', () =>
      ask(replica, 'REPLICATE', id).then(
        () => true,
        () => false,
      ),
    );
  }
}

/** What a node says of the cluster. */
async function infoOf({ address }: Member): Promise<{ state: string; known: number }> {
  const text = String(await askRedis(address, 'CLUSTER', 'INFO'));
  const [, state = ''] = /cluster_state:(\w+)/.exec(text) ?? [];
  const [, known = '0'] = /cluster_known_nodes:(\d+)/.exec(text) ?? [];
  return { state, known: Number(known) };
}

/** Whom a node names for the first of all keys. */
async function primaryBy({ address }: Member): Promise<string | undefined> {
  const ranges = (await askRedis(address, 'CLUSTER', 'SLOTS')) as [number, number, [string, number]][];
  const [host, port] = ranges.find(([from]) => from === 0)?.[2] ?? [];
  return host === undefined || port === undefined ? undefined : hostPort({ host, port });
}

const urlAt = ({ address: { host, port } }: Member) => redisServer.url(port, inUrl(host));

function layoutOf(shards: readonly Shard[]): Layout {
  const all = shards.flat().map(({ member }) => member);
  const members = (shards[0] as Shard).map(({ member }) => member);
  const watchers = all.filter((member) => !members.includes(member));
  const addresses = all.map(({ address }) => `node=${hostPort(address)}`).join('&');
  const url = `redis+cluster://${inUrl(all[0]?.address.host ?? '127.0.0.1')}/?${addresses}`;
  const figures = new Map(all.map((member) => [member, openRedisFigure(urlAt(member))]));
  return {
    members,
    watchers,
    url,
    // What it keeps is on all of its primaries.
    urlOf: () => url,
    figureOf: () => figureOver(figures),
    close: async () => {
      for (const figure of figures.values()) await figure[Symbol.asyncDispose]();
    },
    isPrimary: async ({ address }) => (await roleOf(address)).role === 'master',
    advertised: async () => {
      const answers = await Promise.all(watchers.map((watcher) => primaryBy(watcher).catch(() => undefined)));
      const [named, nodes] = mostNamed(answers);
      const member = members.find(({ address }) => hostPort(address) === named);
      if (member === undefined || nodes <= watchers.length / 2) return undefined;
      return { member, seen: `${nodes} of ${watchers.length} nodes of other shards name it (CLUSTER SLOTS)` };
    },
    missing: (primary) => missing(primary, { members, all }),
    ask: async (primary) => {
      const replica = members.find((member) => member !== primary) as Member;
      await askRedis(replica.address, 'CLUSTER', 'FAILOVER');
      return `${replica.name} was told CLUSTER FAILOVER, and agreed`;
    },
  };
}

/** Of all that are primaries now. */
const figureOver = (figures: ReadonlyMap<Member, Figure>): Figure => ({
  read: async () => {
    const roles = await Promise.all([...figures.keys()].map(({ address }) => roleOf(address)));
    const primaries = [...figures.values()].filter((_, index) => roles[index]?.role === 'master');
    const read = await Promise.all(primaries.map((figure) => figure.read()));
    const sum = (of: 'memoryBytes' | 'sessions') => read.reduce((total, one) => total + one[of], 0);
    return { memoryBytes: sum('memoryBytes'), sessions: sum('sessions'), server: read[0]?.server ?? {} };
  },
  [Symbol.asyncDispose]: () => Promise.resolve(),
});

interface Nodes {
  /** Of the first shard. */
  members: readonly Member[];
  all: readonly Member[];
}

/** What is missing until the replica has what its primary has, and every node sees all others up. */
async function missing(primary: Member, { members, all }: Nodes): Promise<string | undefined> {
  for (const member of members.filter((one) => one !== primary)) {
    const behind = await notFollowing(member, primary);
    if (behind !== undefined) return behind;
  }
  for (const member of all) {
    const { state, known } = await infoOf(member);
    if (state !== 'ok' || known !== all.length)
      return `${member.name} says that the cluster is ${state}, and knows of ${known} nodes`;
    const nodes = String(await askRedis(member.address, 'CLUSTER', 'NODES'));
    if (/\b(?:fail\??|handshake|noaddr)\b/.test(nodes)) return `${member.name} does not see all others up`;
  }
  return undefined;
}
