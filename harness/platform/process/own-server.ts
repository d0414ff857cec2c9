import { readFileSync, statSync } from 'node:fs';
import type { OwnServer } from '../../model/own.ts';
import type { ServerMemory, StoreServer } from '../subject.ts';
import { accepting } from '../accepting.ts';
import { Child } from '../../process/child.ts';
import type { Reaper } from '../../process/reaper.ts';
import type { ForgetfulDisk } from './forgetful-disk.ts';
import { ProcessPart } from './part.ts';
import type { Command } from './servers/server.ts';

const READY_LIMIT_MS = 20_000;
const END_LIMIT_MS = 20_000;

export interface OwnServerContext {
  /** What the plan calls the store. */
  store: string;
  server: OwnServer;
  /** Names of the user's variables that it gets besides its own. */
  passedOn?: readonly string[];
  /** What its log is not to show. */
  secrets?: readonly string[];
  port: number;
  /** Where it is one of Holdfast's own: how that is run. */
  used?: Used | undefined;
  /** What its folder lies on, where that can lose its power. */
  disk?: ForgetfulDisk | undefined;
  /** For its data; exists, and is removed after the experiment. */
  dataFolder: string;
  logFile: string;
  reaper: Reaper;
  signal: AbortSignal;
  /** Called when it ends although nobody asked it to. */
  onDeath: (what: string) => void;
}

/** A server of Holdfast's own, that a subject uses. */
export interface Used {
  command: Command;
  gentleSignal: NodeJS.Signals | undefined;
  readyLimitMs: number;
  /** One attempt to have an answer of it. */
  ask: () => Promise<unknown>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The server of a user's own subject, as its module declares it. Disposing of it kills it and what it started. */
export class OwnServerProcess extends ProcessPart implements StoreServer {
  readonly url: string;
  readonly disk?: ForgetfulDisk;
  readonly #used: Used | undefined;

  constructor(context: OwnServerContext) {
    const { store, server, port, dataFolder, logFile, reaper, signal, onDeath } = context;
    const { passedOn = [], secrets = [], used } = context;
    const { prints, withinMs } = server.ready ?? {};
    const gentleSignal = server.stopSignal ?? used?.gentleSignal;
    const filled = (text: string) =>
      text.replaceAll('{port}', String(port)).replaceAll('{folder}', dataFolder);
    const env = Object.fromEntries(Object.entries(server.env).map(([name, text]) => [name, filled(text)]));
    // What it printed in an earlier life must not count for this one.
    let printedBefore = 0;
    super({
      name: store,
      what: `the server of ${store} (${server.command})`,
      spawn: () => {
        printedBefore = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
        return new Child({
          name: store,
          ...(used?.command ?? { command: filled(server.command) }),
          args: [...(used?.command.args ?? []), ...server.args.map(filled)],
          env: { ...used?.command.env, ...env },
          passedOn,
          secrets,
          cwd: dataFolder,
          logFile,
          reaper,
          wholeIn: dataFolder,
        });
      },
      port,
      attempt: async () => {
        if (prints !== undefined) await printed({ text: prints, logFile, from: printedBefore });
        else if (used === undefined) await accepting({ host: '127.0.0.1', port });
        else await used.ask();
      },
      readyLimitMs: withinMs ?? Math.max(READY_LIMIT_MS, used?.readyLimitMs ?? 0),
      endLimitMs: END_LIMIT_MS,
      ...(gentleSignal === undefined ? {} : { gentleSignal }),
      next: "run the subject's server by hand: its command, its args and what it says when it is ready",
      signal,
      onDeath,
    });
    this.url = filled(server.url);
    this.#used = used;
    if (context.disk !== undefined) this.disk = context.disk;
  }

  /** It is not known how to ask it. */
  memory(): Promise<ServerMemory> {
    return Promise.reject(new Error(`${this.name} has no figure of its memory`));
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await using stack = new AsyncDisposableStack();
    stack.use(this.disk);
    stack.defer(() => super[Symbol.asyncDispose]());
    stack.use(this.#used);
  }
}

function printed({ text, logFile, from }: { text: string; logFile: string; from: number }): Promise<void> {
  const log = readFileSync(logFile).subarray(from).toString();
  return log.includes(text) ? Promise.resolve() : Promise.reject(new Error(`it did not print "${text}"`));
}
