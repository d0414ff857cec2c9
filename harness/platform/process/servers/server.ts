import { figureAt } from '../../../../exporter/figures/catalogue.ts';
import type { Figure } from '../../../../exporter/figures/figure.ts';
import type { Tool } from '../../../provision/provision.ts';
import type { StoreServer } from '../../subject.ts';
import { Child } from '../../../process/child.ts';
import type { Reaper } from '../../../process/reaper.ts';
import { ProcessPart } from '../part.ts';

/** A database may take its time over writing down what it has. */
const END_LIMIT_MS = 20_000;

export interface ServerPlace {
  tool: Tool;
  /** For its data; exists, and is removed after the experiment. */
  dataFolder: string;
  port: number;
  /** Those of the server's that are not as by default, by their names in harness/stores/settings.ts. */
  settings?: Readonly<Record<string, string>>;
}

export interface Command {
  command: string;
  args: readonly string[];
  env?: Record<string, string>;
  /** The user that it runs as, for a server that refuses to be root's. */
  uid?: number;
  gid?: number;
}

/** How the server of one store is run on this machine: with its own defaults, but for address, folder and log. */
export interface ServerDefinition {
  /** What people call the program. */
  program: string;
  readyLimitMs: number;
  /** What asks it to end in its own order; SIGTERM if not said. */
  gentleSignal?: 'SIGTERM' | 'SIGINT';
  /** Makes the empty folder into one that the server can start on; absent: it does that by itself. */
  prepare?: (place: ServerPlace, signal: AbortSignal) => Promise<void>;
  command: (place: ServerPlace) => Command;
  /** The address that the app is given. */
  url: (port: number) => string;
}

export interface ServerContext extends ServerPlace {
  /** The store that it serves, and its table where it has one. */
  store: string;
  table?: string | undefined;
  definition: ServerDefinition;
  logFile: string;
  reaper: Reaper;
  signal: AbortSignal;
  /** Called when it ends although nobody asked it to. */
  onDeath: (what: string) => void;
}

/** The server process of a store. It is ready when it tells its own figure. Disposing of it kills it. */
export class ServerProcess extends ProcessPart implements StoreServer {
  readonly url: string;
  readonly #figure: Figure;

  private constructor(context: ServerContext, figure: Figure) {
    const { store, definition, logFile, reaper, signal, onDeath } = context;
    const url = definition.url(context.port);
    super({
      name: store,
      what: definition.program,
      spawn: () =>
        new Child({
          name: store,
          ...withToolsEnv(definition.command(context), context.tool),
          logFile,
          reaper,
          wholeIn: context.dataFolder,
        }),
      attempt: async () => {
        await figure.read();
      },
      readyLimitMs: definition.readyLimitMs,
      endLimitMs: END_LIMIT_MS,
      port: context.port,
      ...(definition.gentleSignal ? { gentleSignal: definition.gentleSignal } : {}),
      next: 'holdfast doctor',
      signal,
      onDeath,
    });
    this.url = url;
    this.#figure = figure;
  }

  /** Starts it and waits until it answers. Rejects with `unavailable` if it does not. */
  static async start(context: ServerContext): Promise<ServerProcess> {
    const { table, definition, port, signal } = context;
    await definition.prepare?.(context, signal);
    const url = definition.url(port);
    const server = new ServerProcess(context, await figureAt(table === undefined ? url : `${url}#${table}`));
    try {
      await server.start();
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
    await this.#figure[Symbol.asyncDispose]();
    await super[Symbol.asyncDispose]();
  }
}

export const withToolsEnv = (command: Command, { env }: Tool): Command => ({
  ...command,
  env: { ...env, ...command.env },
});
