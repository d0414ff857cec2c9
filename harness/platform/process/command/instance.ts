import type { FaultLine } from '../../../../protocol/history.ts';
import { messageOf } from '../../../errors.ts';
import { ownDoing } from '../../../history/own-doing.ts';
import { filledLine, type StartCommand } from '../../../model/command.ts';
import type { Subject } from '../../../model/plan.ts';
import { Child } from '../../../process/child.ts';
import type { Reaper } from '../../../process/reaper.ts';
import { namesOf, secretsOf } from '../../../secrets/secrets-of.ts';
import type { AppInstance } from '../../subject.ts';
import { ProcessPart } from '../part.ts';
import { listenersAmong } from './listening.ts';

const ANSWER_LIMIT_MS = 5000;
const END_LIMIT_MS = 20_000;
const LAST_LINES = 20;

export interface CommandContext {
  command: StartCommand;
  subject: Subject;
  index: number;
  port: number;
  /** Where its server is, as it is to reach it. */
  serverUrl: string | undefined;
  /** An empty one, by which what it starts is known. */
  ownFolder: string;
  logFile: string;
  reaper: Reaper;
  signal: AbortSignal;
  /** Called when it ends although nobody asked it to. */
  onDeath: (what: string) => void;
  /** Told before that of what it did to itself. */
  onUnplanned: (line: FaultLine) => void;
}

/**
 * One instance of an app of the user's own, started by its own command, always on the same port. Whatever the command
 * starts is part of it: what ends or stops it ends or stops all of its process group and all that descends from it.
 */
export class CommandProcess extends ProcessPart implements AppInstance {
  readonly url: string;
  readonly isForeign = true;
  readonly #port: number;
  /** Its processes that are alive. */
  readonly members: () => Promise<number[]>;
  #serving: number | undefined;

  constructor(context: CommandContext) {
    const { command, subject, index, port, serverUrl, ownFolder, logFile } = context;
    const { reaper, signal, onDeath, onUnplanned } = context;
    const name = `app-${index + 1}`;
    const url = `http://127.0.0.1:${port}`;
    const { folder, portVariable, ready, readyWithinMs, server } = command;
    const values: Record<string, string> = { port: String(port), instance: String(index + 1) };
    if (server !== undefined && serverUrl !== undefined) values[server] = serverUrl;
    let child: Child | undefined;
    const members = async () => (await child?.members()) ?? [];
    super({
      name,
      what: `${name} (${command.line})`,
      spawn: () =>
        (child = new Child({
          name,
          command: '/bin/sh',
          args: ['-c', filledLine(command.line, values)],
          // The probe calls itself so.
          env: { [portVariable]: String(port), HOLDFAST_INSTANCE: name },
          passedOn: namesOf(subject),
          secrets: secretsOf(subject),
          cwd: folder,
          logFile,
          reaper,
          wholeIn: ownFolder,
        })),
      attempt: () => assertReady({ url, port, ready, members }),
      readyLimitMs: readyWithinMs,
      endLimitMs: END_LIMIT_MS,
      port,
      lines: LAST_LINES,
      next: (lastWords) =>
        /EADDRINUSE/.test(lastWords)
          ? `have it listen on process.env.${portVariable}, which is ${port} here, or put {port} into the command`
          : `have it listen on process.env.${portVariable} or put {port} into the command; of your environment it gets what finds programs and the language, and what --env NAME names`,
      signal,
      onDeath: (reason, uncaught) => {
        const failure = uncaught?.failure;
        if (failure)
          for (const line of ownDoing({ failure, instance: name, atMs: Date.now(), reason }))
            onUnplanned(line);
        onDeath(reason);
      },
    });
    this.url = url;
    this.#port = port;
    this.members = members;
  }

  override async start(): Promise<void> {
    await super.start();
    const listeners = await listenersAmong(await this.members());
    this.#serving = listeners.find(({ port }) => port === this.#port)?.pid;
  }

  /** The process that takes its connections, where that is seen; the command itself may be a shell or a package manager. */
  get serving(): number {
    return this.#serving ?? this.pid;
  }
}

interface Attempted {
  url: string;
  port: number;
  ready: string | undefined;
  members: () => Promise<number[]>;
}

async function assertReady({ url, port, ready, members }: Attempted): Promise<void> {
  const path = ready ?? '/';
  let status: number;
  try {
    const limit = AbortSignal.timeout(ANSWER_LIMIT_MS);
    const response = await fetch(url + path, { redirect: 'manual', signal: limit });
    await response.body?.cancel();
    ({ status } = response);
  } catch (error) {
    const cause = (error as { cause?: NodeJS.ErrnoException }).cause;
    if (cause?.code !== 'ECONNREFUSED')
      throw new Error(`${path}: ${cause?.message ?? messageOf(error)}`, { cause: error });
    const others = (await listenersAmong(await members())).map((listener) => listener.port);
    const where =
      others.length === 0 ? '' : `; it listens on port ${[...new Set(others)].join(' and ')} instead`;
    throw new Error(`nothing took connections on port ${port} of 127.0.0.1${where}`, { cause: error });
  }
  const isReady = ready === undefined ? status < 500 : status >= 200 && status < 400;
  if (!isReady) throw new Error(`${path} answered ${status}`);
}
