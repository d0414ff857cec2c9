import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Child } from '../../../process/child.ts';
import { withToolsEnv, type Command } from '../servers/server.ts';
import type { ForgetfulDisk } from '../forgetful-disk.ts';
import { ProcessPart } from '../part.ts';
import type { TopologyContext } from './topology.ts';

const READY_LIMIT_MS = 60_000;
/** The primary of a replica set hands over, and then still lets its clients go for 15 s, before it ends. */
const END_LIMIT_MS = 60_000;

export interface MemberOptions {
  /** `redis-1`; also of its folder and its log. */
  name: string;
  /** What people call it: `redis-server (redis-1)`. */
  what: string;
  port: number;
  command: (dataFolder: string) => Command;
  /** Makes its empty folder ready. */
  prepare?: (dataFolder: string) => Promise<void>;
  /** Makes its folder fit what it is to be now, before each of its starts: anew, or it is as it was left. */
  beforeStart?: (dataFolder: string) => Promise<'anew' | 'left'>;
  /** Tells it whom to follow, after each of its starts. */
  afterStart?: () => Promise<void>;
  /** It only watches over those that have the data: nothing is done to its files. */
  watches?: boolean;
  /** What asks it to end in its own order; SIGTERM if not said. */
  gentleSignal?: 'SIGTERM' | 'SIGINT';
  /** One attempt to have an answer of it. */
  ask: () => Promise<unknown>;
}

interface PlacedOptions extends MemberOptions {
  folder: string;
  disk: ForgetfulDisk | undefined;
}

/** One server of a topology: a process with a folder, a log and a port of its own. Disposing of it kills it. */
export class Member extends ProcessPart {
  readonly port: number;
  readonly disk?: ForgetfulDisk;
  readonly #before: () => Promise<'anew' | 'left'>;
  readonly #after: () => Promise<void>;
  /** For its first start the folder has been made ready already. */
  #isFresh = true;

  constructor(options: PlacedOptions, context: TopologyContext) {
    const { name, what, port, command, ask, folder, disk, gentleSignal } = options;
    const { tool, logFolder, reaper, signal, onDeath } = context;
    super({
      name,
      what,
      spawn: () =>
        new Child({
          name,
          ...withToolsEnv(command(folder), tool),
          logFile: join(logFolder, `${name}.log`),
          reaper,
          wholeIn: folder,
        }),
      attempt: async () => {
        await ask();
      },
      readyLimitMs: READY_LIMIT_MS,
      endLimitMs: END_LIMIT_MS,
      port,
      ...(gentleSignal ? { gentleSignal } : {}),
      next: 'holdfast doctor',
      signal,
      onDeath,
    });
    this.port = port;
    if (disk !== undefined) this.disk = disk;
    this.#before = async () => options.beforeStart?.(folder) ?? 'left';
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

/** Starts a member on an empty folder of its own. */
export async function startMember(options: MemberOptions, context: TopologyContext): Promise<Member> {
  const folder = join(context.dataFolder, options.name);
  await mkdir(folder);
  await options.prepare?.(folder);
  // What is made before it starts is below its disk, which costs time.
  await options.beforeStart?.(folder);
  const disk = options.watches ? undefined : await context.layDisk?.(folder, `disk-${options.name}`);
  const member = new Member({ ...options, folder, disk }, context);
  try {
    await member.start();
    return member;
  } catch (error) {
    await member[Symbol.asyncDispose]();
    throw error;
  }
}
