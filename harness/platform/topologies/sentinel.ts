import { join } from 'node:path';
import pWaitFor from 'p-wait-for';
import { openRedisFigure } from '../../../servers/redis-server/figure.ts';
import { server as redisServer } from '../../../servers/redis-server.ts';
import { messageOf } from '../../errors.ts';
import { hostPort, inUrl, type Address } from '../address.ts';
import type { Member, Site } from './ground.ts';
import { mostNamed, notFollowing } from './redis-follows.ts';
import { askRedis, roleOf } from './redis-role.ts';
import { ReplicatedServer, type Layout, type LayoutWays, type StartTopology } from './replicated.ts';
import { sitesOf } from './sites.ts';
import { waysThrough, type ServerWays } from './ways.ts';

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
  const { store, ground, hasWays, signal } = context;
  await using stack = new AsyncDisposableStack();
  const proxies = hasWays
    ? stack.use(await ground.proxies('ways', 'with servers that are cut off from each other'))
    : undefined;
  const ways = proxies && waysThrough(proxies);
  const [servers, lookouts] = await Promise.all([
    sitesOf(
      ground,
      [1, 2].map((index) => `${store}-${index}`),
    ),
    sitesOf(
      ground,
      Array.from({ length: SENTINELS }, (_, index) => `sentinel-${index + 1}`),
    ),
  ]);
  const known = new Map<string, Address>();
  const members: Member[] = [];
  let primary: Address | undefined;
  for (const site of servers) {
    const { address } = site;
    const knownAs = (await ways?.to(address)) ?? address;
    known.set(hostPort(address), knownAs);
    members.push(stack.use(await startRedis(site, { known: knownAs, primary })));
    primary ??= knownAs;
  }
  if (primary === undefined) throw new Error('no primary was started');
  const watchers: Member[] = [];
  for (const site of lookouts) watchers.push(stack.use(await startWatcher(site, primary)));
  const layout = layoutOf({ members, watchers, known });
  const close = async () => {
    await layout.close();
    await proxies?.[Symbol.asyncDispose]();
  };
  const server = new ReplicatedServer(
    store,
    { ...layout, close, ...(ways && { ways: waysOf(ways) }) },
    signal,
  );
  await server.whole(signal);
  stack.move();
  return server;
};

interface Standing {
  /** By which all others know it, and go to it. */
  known: Address;
  /** Whom it follows at first, by the address that is known. */
  primary: Address | undefined;
}

function startRedis(site: Site, { known, primary }: Standing): Promise<Member> {
  const { name, program, place, address } = site;
  return site.start({
    what: `${program} (${name})`,
    command: () => {
      const { command, args } = redisServer.command(place);
      const following = primary === undefined ? [] : ['--replicaof', primary.host, String(primary.port)];
      const announced = ['--replica-announce-ip', known.host, '--replica-announce-port', String(known.port)];
      // Else a replica waits 5 s for others that may want the same copy.
      return { command, args: [...args, '--repl-diskless-sync-delay', '0', ...announced, ...following] };
    },
    ask: () => askRedis(address, 'PING'),
  });
}

function startWatcher(site: Site, primary: Address): Promise<Member> {
  const { name, program, place, address, preparing } = site;
  // A sentinel keeps what it has learned in its configuration.
  const file = join(place.dataFolder, 'sentinel.conf');
  return site.start({
    what: `${program} --sentinel (${name})`,
    watches: true,
    prepare: () => preparing.files.write(file, configuration(site, primary)),
    command: () => ({ command: place.tool.path, args: [file, '--sentinel'] }),
    ask: () => askRedis(address, 'PING'),
  });
}

const configuration = ({ place, address }: Site, primary: Address): string =>
  [
    `port ${place.port}`,
    ...(place.isOpen === true
      ? ['bind * -::*', 'protected-mode no', `sentinel announce-ip ${address.host}`]
      : ['bind 127.0.0.1']),
    `dir ${JSON.stringify(place.dataFolder)}`,
    `sentinel monitor ${GROUP} ${primary.host} ${primary.port} ${QUORUM}`,
    `sentinel down-after-milliseconds ${GROUP} ${DOWN_AFTER_MS}`,
    `sentinel failover-timeout ${GROUP} ${FAILOVER_LIMIT_MS}`,
    '',
  ].join('\n');

const urlOf = ({ address: { host, port } }: Member) => redisServer.url(port, inUrl(host));

const waysOf = ({ to, wireTo }: ServerWays): LayoutWays => ({
  wireTo,
  addressTo: ({ address }) => to(address),
  ask: (address) => askRedis(address, 'PING'),
  mark: async ({ address }) => {
    // Replicas are told of it, and no key is.
    await askRedis(address, 'PUBLISH', 'holdfast:mark', '');
    const { offset } = await roleOf(address);
    return async (other) => (await roleOf(other.address)).offset >= offset;
  },
});

interface Servers {
  members: readonly Member[];
  watchers: readonly Member[];
  /** By which others know a member, by its own address. */
  known: ReadonlyMap<string, Address>;
}

const knownAs = ({ address }: Member, { known }: Pick<Servers, 'known'>): Address =>
  known.get(hostPort(address)) ?? address;

function layoutOf(servers: Servers): Layout {
  const { members, watchers, known } = servers;
  const figures = new Map(members.map((member) => [member, openRedisFigure(urlOf(member))]));
  const advertised = async () => {
    const answers = await Promise.all(watchers.map((watcher) => primaryBy(watcher).catch(() => undefined)));
    const [named, sentinels] = mostNamed(answers);
    const member = members.find((each) => hostPort(knownAs(each, servers)) === named);
    if (member === undefined || sentinels < QUORUM) return undefined;
    return { member, seen: `${sentinels} of ${watchers.length} sentinels name it` };
  };
  // Clients go straight to the servers that they are told the ways to.
  const mapped = [...known].flatMap(([at, way]) => (hostPort(way) === at ? [] : [`${hostPort(way)},${at}`]));
  const query = [
    ...watchers.map(({ address }) => `sentinel=${hostPort(address)}`),
    ...mapped.map((pair) => `nat=${pair}`),
  ].join('&');
  return {
    members,
    watchers,
    url: `redis+sentinel://${inUrl(watchers[0]?.address.host ?? '127.0.0.1')}/${GROUP}?${query}`,
    urlOf,
    figureOf: (member) => figures.get(member) as ReturnType<typeof openRedisFigure>,
    close: async () => {
      for (const figure of figures.values()) await figure[Symbol.asyncDispose]();
    },
    isPrimary: async (member) => (await roleOf(member.address)).role === 'master',
    advertised,
    missing: (primary) => missing(primary, servers),
    untilAskable: async () => {
      const message = `a sentinel still took a former primary for one after ${KNOWN_LIMIT_MS / 1000} s`;
      const timeout = { milliseconds: KNOWN_LIMIT_MS, message };
      await pWaitFor(async () => !(await takesOneForPrimary(servers)), { interval: 200, timeout });
    },
    ask: async () => {
      const [first] = watchers;
      if (first === undefined) throw new Error('nobody watches over them');
      // It looks at replicas every ten seconds, and may not know yet that one is back.
      const isTaken = () =>
        askRedis(first.address, 'SENTINEL', 'FAILOVER', GROUP).then(
          () => true,
          (error: unknown) => {
            if (messageOf(error).startsWith('NOGOODSLAVE')) return false;
            throw error;
          },
        );
      const message = `${first.name} knew of no replica that could take over for ${KNOWN_LIMIT_MS / 1000} s`;
      await pWaitFor(isTaken, { interval: 200, timeout: { milliseconds: KNOWN_LIMIT_MS, message } });
      return `${first.name} was told SENTINEL FAILOVER, and agreed`;
    },
  };
}

/**
 * Whether any sentinel has last seen a replica say that it is the primary, as a former one does that is back. It has it follow
 * the new one then, also where another sentinel has just made it the primary, because somebody asked for that.
 */
async function takesOneForPrimary({ watchers }: Servers): Promise<boolean> {
  const told = await Promise.all(
    watchers.map(({ address }) => askRedis(address, 'SENTINEL', 'REPLICAS', GROUP)),
  );
  const replicas = (told as string[][][]).flat().map(fieldsIn);
  return replicas.some((replica) => replica.get('role-reported') === 'master');
}

async function primaryBy({ address }: Member): Promise<string | undefined> {
  const answer = await askRedis(address, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', GROUP);
  const [host, port] = (answer as [string, string] | null) ?? [];
  return host === undefined ? undefined : hostPort({ host, port: Number(port) });
}

/** What is missing until the replica has what the primary had when it was asked, and every sentinel knows all others. */
async function missing(primary: Member, servers: Servers): Promise<string | undefined> {
  const { members, watchers } = servers;
  const known = knownAs(primary, servers);
  for (const member of members.filter((one) => one !== primary)) {
    const behind = await notFollowing(member, primary, known);
    if (behind !== undefined) return behind;
  }
  for (const watcher of watchers) {
    const answer = await askRedis(watcher.address, 'SENTINEL', 'MASTER', GROUP);
    const fields = fieldsIn(answer as string[]);
    const [replicas, sentinels] = [fields.get('num-slaves'), fields.get('num-other-sentinels')];
    const seen = hostPort({ host: fields.get('ip') ?? '', port: Number(fields.get('port')) });
    if (seen !== hostPort(known) || fields.get('flags') !== 'master')
      return `${watcher.name} does not see ${primary.name} as the primary, up (${fields.get('flags')})`;
    if (Number(replicas) < members.length - 1 || Number(sentinels) < watchers.length - 1)
      return `${watcher.name} knows of ${replicas} replicas and ${sentinels} other sentinels`;
  }
  return undefined;
}

const fieldsIn = (flat: readonly string[]): Map<string, string> =>
  new Map(flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1] ?? '']] : [])));
