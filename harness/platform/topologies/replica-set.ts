import pWaitFor from 'p-wait-for';
import { openMongoFigure } from '../../../servers/mongod/figure.ts';
import { server as mongoServer } from '../../../servers/mongod.ts';
import { unavailable } from '../../errors.ts';
import { hostPort, inUrl } from '../address.ts';
import type { Member, Site } from './ground.ts';
import { MongoMember } from './mongo-member.ts';
import { ReplicatedServer, type Layout, type StartTopology } from './replicated.ts';
import { sitesOf } from './sites.ts';
import type { TopologyContext } from './topology.ts';

const SET = 'holdfast';
const MEMBERS = 3;
const FIRST_PRIMARY_LIMIT_MS = 60_000;
/** For so long a primary that was asked to step down is not one again. */
const STEPPED_DOWN_S = 20;

const hostOf = ({ address }: Pick<Member, 'address'>) => hostPort(address);
const urlOf = ({ address: { host, port } }: Pick<Member, 'address'>) => mongoServer.url(port, inUrl(host));

/** Three members of a replica set with data and a vote each. */
export const startReplicaSet: StartTopology = async (context) => {
  await using stack = new AsyncDisposableStack();
  const members: Member[] = [];
  const asked = new Map<Member, MongoMember>();
  const names = Array.from({ length: MEMBERS }, (_, index) => `${context.store}-${index + 1}`);
  for (const site of await sitesOf(context.ground, names)) {
    const { member, ask } = await startMongod(site);
    stack.use(ask);
    stack.use(member);
    members.push(member);
    asked.set(member, ask);
  }
  const layout = layoutOf(members, asked);
  await initiate(members, { asked, layout, context });
  const server = new ReplicatedServer(context.store, layout, context.signal);
  await server.whole(context.signal);
  stack.move();
  return server;
};

async function startMongod(site: Site) {
  const { name, place, address } = site;
  const ask = new MongoMember(urlOf({ address }));
  const member = await site.start({
    what: `mongod (${name})`,
    command: () => {
      const { command, args } = mongoServer.command(place);
      return { command, args: [...args, '--replSet', SET] };
    },
    ask: () => ask.ask({ hello: 1 }),
  });
  return { member, ask };
}

interface Initiated {
  asked: ReadonlyMap<Member, MongoMember>;
  layout: Layout;
  context: TopologyContext;
}

/** Makes a set of the members, and waits until they have a primary. */
async function initiate(members: readonly Member[], { asked, layout, context }: Initiated): Promise<void> {
  const { signal, store } = context;
  const hosts = members.map((member, index) => ({ _id: index, host: hostOf(member) }));
  const [first] = asked.values();
  await first?.ask({ replSetInitiate: { _id: SET, members: hosts } });
  const until = { interval: 100, timeout: FIRST_PRIMARY_LIMIT_MS, signal };
  await pWaitFor(async () => (await layout.advertised()) !== undefined, until).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw unavailable(`the replica set of ${store} had no primary after ${FIRST_PRIMARY_LIMIT_MS / 1000} s`, {
      next: 'holdfast doctor',
      cause,
    });
  });
}

function layoutOf(members: readonly Member[], asked: ReadonlyMap<Member, MongoMember>): Layout {
  const askerOf = (member: Member) => asked.get(member) as MongoMember;
  const figures = new Map(members.map((member) => [member, openMongoFigure(urlOf(member))]));
  return {
    members,
    watchers: [],
    url: `mongodb://${members.map(hostOf).join(',')}/test?replicaSet=${SET}`,
    urlOf,
    figureOf: (member) => figures.get(member) as ReturnType<typeof openMongoFigure>,
    close: async () => {
      for (const figure of figures.values()) await figure[Symbol.asyncDispose]();
      for (const each of asked.values()) await each[Symbol.asyncDispose]();
    },
    isPrimary: async (member) => (await askerOf(member).ask({ hello: 1 }))['isWritablePrimary'] === true,
    advertised: async () => {
      const answers = await Promise.all(
        members.filter(({ pid }) => pid !== 0).map((member) => primaryBy(askerOf(member)).catch(() => '')),
      );
      const by = (member: Member) => answers.filter((answer) => answer === hostOf(member)).length;
      const member = members.find((each) => by(each) > MEMBERS / 2);
      if (member === undefined) return undefined;
      return { member, seen: `${by(member)} of ${MEMBERS} members name it (hello)` };
    },
    missing: (primary) => missing(primary, members, askerOf),
    ask: async (primary) => {
      await askerOf(primary).ask({ replSetStepDown: STEPPED_DOWN_S });
      return `${primary.name} was told replSetStepDown, and agreed`;
    },
  };
}

const primaryBy = async (member: MongoMember): Promise<string> =>
  String((await member.ask({ hello: 1 }))['primary'] ?? '');

/** What is missing until every other member is a secondary of the primary and has what that had when it was asked. */
async function missing(
  primary: Member,
  members: readonly Member[],
  askerOf: (member: Member) => MongoMember,
): Promise<string | undefined> {
  const applied = await askerOf(primary).applied();
  for (const member of members.filter((one) => one !== primary)) {
    const { secondary, primary: named } = await askerOf(member).ask({ hello: 1 });
    if (secondary !== true || named !== hostOf(primary))
      return `${member.name} does not follow ${primary.name}`;
    if ((await askerOf(member).applied()).lessThan(applied))
      return `${member.name} has not yet all that ${primary.name} has`;
  }
  return undefined;
}
