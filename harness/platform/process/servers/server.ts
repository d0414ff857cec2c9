import type { ServerProgram } from '../../../../protocol/servers.ts';
import { SERVERS } from '../../../../servers/catalogue.ts';
import type { Figure } from '../../../../servers/lib/figure.ts';
import type { Command, ServerPlace } from '../../../../servers/lib/server.ts';
import type { Tool } from '../../../provision/provision.ts';
import type { StoreServer } from '../../subject.ts';
import { Child } from '../../../process/child.ts';
import type { Reaper } from '../../../process/reaper.ts';
import type { ForgetfulDisk } from '../forgetful-disk.ts';
import { ProcessPart } from '../part.ts';
import { asIs, prepare, type Within } from './prepare.ts';
import type { SmallDisk } from './small-disk.ts';

export type { Command, ServerPlace } from '../../../../servers/lib/server.ts';

/** A database may take its time over writing down what it has. */
const END_LIMIT_MS = 20_000;

export interface ServerContext extends ServerPlace {
  tool: Tool;
  /** The store that it serves, and its table where it has one. */
  store: string;
  table?: string | undefined;
  program: ServerProgram;
  /** Puts its folder, once that is ready for it, on a disk that can lose its power; absent: nothing is in between. */
  layDisk?: (() => Promise<ForgetfulDisk>) | undefined;
  logFile: string;
  reaper: Reaper;
  signal: AbortSignal;
  /** Its own; absent: its folder is on the disk that all others are on. */
  small?: SmallDisk | undefined;
  /** Called when it ends although nobody asked it to. */
  onDeath: (what: string) => void;
}

/** The server process of a store. It is ready when it tells its own figure. Disposing of it kills it. */
export class ServerProcess extends ProcessPart implements StoreServer {
  readonly url: string;
  readonly disk?: ForgetfulDisk;
  readonly smallDisk?: string;
  readonly #figure: Figure;
  readonly #small: SmallDisk | undefined;

  private constructor(context: ServerContext, figure: Figure, disk: ForgetfulDisk | undefined) {
    const { store, program, logFile, reaper, signal, onDeath, small } = context;
    const { url, command, readyLimitMs, gentleSignal } = SERVERS[program];
    super({
      name: store,
      what: program,
      spawn: () =>
        new Child({
          name: store,
          ...withToolsEnv(command(context), context.tool, small?.within),
          logFile,
          reaper,
          wholeIn: context.dataFolder,
        }),
      attempt: async () => {
        await figure.read();
      },
      readyLimitMs,
      endLimitMs: END_LIMIT_MS,
      port: context.port,
      ...(gentleSignal ? { gentleSignal } : {}),
      next: 'holdfast doctor',
      signal,
      onDeath,
    });
    this.url = url(context.port);
    this.#figure = figure;
    if (disk !== undefined) this.disk = disk;
    this.#small = small;
    if (small !== undefined) this.smallDisk = small.folder;
  }

  /** Starts it and waits until it answers. Rejects with `unavailable` if it does not. */
  static async start(context: ServerContext): Promise<ServerProcess> {
    const { table, program, port, signal, small } = context;
    await prepare(program, context, signal, small?.within);
    const { url, openFigure } = SERVERS[program];
    const figure = await openFigure(url(port), table);
    const server = new ServerProcess(context, figure, await context.layDisk?.());
    try {
      await server.start();
      await server.disk?.settle();
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  memory() {
    return this.#figure.read();
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    // The last first, and each whatever becomes of the others: a disk must not stay mounted.
    await using stack = new AsyncDisposableStack();
    stack.use(this.#small);
    stack.use(this.disk);
    stack.defer(() => super[Symbol.asyncDispose]());
    stack.use(this.#figure);
  }
}

export const withToolsEnv = (
  command: Command,
  { env }: ServerPlace['tool'],
  within: Within = asIs,
): Command => ({
  ...within(command),
  env: { ...env, ...command.env },
});
