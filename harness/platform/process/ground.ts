import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import getPort from 'get-port';
import { unavailable } from '../../errors.ts';
import { Child } from '../../process/child.ts';
import type { Reaper } from '../../process/reaper.ts';
import type { Tool } from '../../provision/provision.ts';
import type { Address } from '../address.ts';
import type { Ground, Member, MemberOptions, Proxies, Site } from '../topologies/ground.ts';
import type { ForgetfulDisk, LayDisk } from './forgetful-disk.ts';
import { ProcessPart } from './part.ts';
import { preparingAt } from './servers/prepare.ts';
import { withToolsEnv } from './servers/server.ts';
import { startToxiproxy } from './toxiproxy.ts';

const READY_LIMIT_MS = 60_000;
/** The primary of a replica set hands over, and then still lets its clients go for 15 s, before it ends. */
const END_LIMIT_MS = 60_000;
const HOST = '127.0.0.1';

export interface ProcessGroundContext {
  /** The store that they serve. */
  store: string;
  /** Those that are not as by default, by their names in harness/stores/settings.ts. */
  settings: Readonly<Record<string, string>>;
  /** The program of the servers. */
  tool: Tool;
  /** toxiproxy, for what has an address in front of its servers, or ways between them. */
  proxy?: Tool | undefined;
  /** For their data, a folder for each; exists, and is removed after the experiment. */
  dataFolder: string;
  logFolder: string;
  /**
   * Puts the empty folder of a member on a disk of its own that can lose its power: each is a machine by itself. Absent:
   * nothing is in between.
   */
  layDisk?: LayDisk | undefined;
  reaper: Reaper;
  signal: AbortSignal;
  /** Called when one ends although nobody asked it to. */
  onDeath: (what: string) => void;
}

/** Servers of a topology as processes of this machine, on loopback. */
export const processGround = (context: ProcessGroundContext): Ground => ({
  site: (name) => siteOf(name, context),
  proxies: (name, what) => proxiesFor(name, what, context),
});

async function siteOf(name: string, context: ProcessGroundContext): Promise<Site> {
  const { tool, settings, dataFolder, signal } = context;
  const folder = join(dataFolder, name);
  await mkdir(folder);
  const port = await getPort({ host: HOST });
  const place = { tool, dataFolder: folder, port, settings };
  const site: Site = {
    name,
    address: { host: HOST, port },
    place,
    preparing: preparingAt(place, signal),
    program: tool.name,
    secondPort: () => getPort({ host: HOST }),
    start: (options) => startMember(site, options, context),
  };
  return site;
}

async function proxiesFor(name: string, what: string, context: ProcessGroundContext): Promise<Proxies> {
  const { proxy: tool, logFolder, reaper, signal, onDeath, store } = context;
  if (tool === undefined)
    throw unavailable(`${store} ${what} takes toxiproxy`, { next: 'holdfast provision' });
  const running = await startToxiproxy({
    name,
    tool,
    logFile: join(logFolder, `${name}.log`),
    reaper,
    signal,
    onDeath,
  });
  const { api, client } = running;
  return {
    api,
    client,
    proxy: async (called, upstream) => ({ host: HOST, port: await running.proxy(called, upstream) }),
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}

interface PlacedOptions extends MemberOptions {
  site: Site;
  disk: ForgetfulDisk | undefined;
}

/** One server of a topology: a process with a folder, a log and a port of its own. Disposing of it kills it. */
class ProcessMember extends ProcessPart implements Member {
  readonly address: Address;
  readonly disk?: ForgetfulDisk;
  readonly #before: () => Promise<'anew' | 'left'>;
  readonly #after: () => Promise<void>;
  /** For its first start the folder has been made ready already. */
  #isFresh = true;

  constructor(options: PlacedOptions, context: ProcessGroundContext) {
    const { site, what, command, ask, disk, gentleSignal } = options;
    const { tool, logFolder, reaper, signal, onDeath } = context;
    const { name, address, place } = site;
    super({
      name,
      what,
      spawn: () =>
        new Child({
          name,
          ...withToolsEnv(command(), tool),
          logFile: join(logFolder, `${name}.log`),
          reaper,
          wholeIn: place.dataFolder,
        }),
      attempt: async () => {
        await ask();
      },
      readyLimitMs: READY_LIMIT_MS,
      endLimitMs: END_LIMIT_MS,
      port: address.port,
      ...(gentleSignal ? { gentleSignal } : {}),
      next: 'holdfast doctor',
      signal,
      onDeath,
    });
    this.address = address;
    if (disk !== undefined) this.disk = disk;
    this.#before = async () => options.beforeStart?.() ?? 'left';
    this.#after = async () => options.afterStart?.();
  }

  override async start(): Promise<void> {
    // A copy of another is what it begins with, as what was there when it first started.
    if (!this.#isFresh && (await this.#before()) === 'anew') await this.disk?.settle();
    this.#isFresh = false;
    await super.start();
    await this.#after();
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    // Whatever becomes of the server, its disk must not stay mounted.
    await using _disk = this.disk;
    await super[Symbol.asyncDispose]();
  }
}

async function startMember(
  site: Site,
  options: MemberOptions,
  context: ProcessGroundContext,
): Promise<Member> {
  const { name, place } = site;
  await options.prepare?.();
  // What is made before it starts is below its disk, which costs time.
  await options.beforeStart?.();
  const disk = options.watches ? undefined : await context.layDisk?.(place.dataFolder, `disk-${name}`);
  const member = new ProcessMember({ ...options, site, disk }, context);
  try {
    await member.start();
    return member;
  } catch (error) {
    await member[Symbol.asyncDispose]();
    throw error;
  }
}
