import { randomUUID } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { closest, distance } from 'fastest-levenshtein';
import { usageError } from '../errors.ts';
import {
  COMMAND_SERVERS,
  COMMAND_SERVER_NAMES,
  placeholdersOf,
  serverOfCommand,
  type CommandServer,
  type StartCommand,
} from '../model/command.ts';
import { ownOf } from '../model/own.ts';
import type { Experiment, Subject } from '../model/plan.ts';
import { draft } from '../plan/draft.ts';
import { parseDuration } from '../plan/parse-duration.ts';
import { processPlatform } from '../platform/process/platform.ts';
import { clearLeftovers, foldersIn } from '../process/leftovers.ts';
import { startReaper } from '../process/reaper.ts';
import { assertMachine } from '../provision/machine-limits.ts';
import { provision, type Tool, type ToolName } from '../provision/provision.ts';
import { shownLine } from '../secrets/parts-of-line.ts';
import { lookAt, type SeenApp } from '../platform/target/about.ts';
import { needPackages } from '../run/needed-packages.ts';
import { lookByScenario, type Scenario } from './pages/scenario.ts';
import { passedOn } from './passed-on.ts';
import { say } from './output.ts';
import { assertFits, DAY_MS } from './run-target.ts';

/** What is said of an app's start command. */
export interface CommandOptions {
  command?: string;
  in?: string;
  ready?: string;
  readyWithin?: string;
  portVariable?: string;
  server?: CommandServer;
  env?: string[];
  config?: string | false;
}

interface Wanted extends CommandOptions {
  workload: string;
  scenario?: Scenario | undefined;
  signal: AbortSignal;
}

type Seen = Pick<SeenApp, 'saveMode' | 'rolling' | 'ttlMs' | 'refused'> & {
  by?: Pick<Subject, 'pages' | 'script'>;
};

const READY_WITHIN_MS = 60_000;
const FOLDER_PREFIX = 'holdfast-app-';
const LONGEST_NAME = 60;

/**
 * The subject that an app of the user's own is, started by its own command. One instance is started and looked at, and
 * ended again, before anything is planned. Rejects with what is in the way of a run.
 */
export async function chooseCommand(
  line: string,
  options: Wanted,
): Promise<Pick<Subject, 'store'> & Partial<Subject>> {
  const command = await startCommandOf(line, options);
  await assertMachine();
  const shown = shownLine(line);
  const name = `your app (${shown.length > LONGEST_NAME ? `${shown.slice(0, LONGEST_NAME)}…` : shown})`;
  const { server } = command;
  const subject = {
    store: 'your-app',
    own: ownOf({ name, server: server && serverOfCommand(server) }),
    command,
    ...(options.env === undefined ? {} : { env: passedOn(options.env) }),
  };
  const { saveMode, rolling, ttlMs, refused, by } = await seenOnce(subject, options);
  assertFits(options.workload, ttlMs);
  say(`${shown}: your app as it is, by its own command; its memory is not read`);
  if (refused !== undefined) say(`a browser would not keep its cookie: ${refused}`);
  return {
    ...subject,
    ttlMs: ttlMs ?? DAY_MS,
    saveMode,
    rolling,
    ...by,
  };
}

/** Checks what can be checked before anything is started. */
async function startCommandOf(line: string, options: Wanted): Promise<StartCommand> {
  const { ready, readyWithin, portVariable = 'PORT', server } = options;
  const folder = resolve(
    options.in ?? (typeof options.config === 'string' ? dirname(resolve(options.config)) : '.'),
  );
  if ((await stat(folder).catch(() => undefined))?.isDirectory() !== true)
    throw usageError(`there is no folder ${options.in ?? folder}, in which the command is to run`, {
      next: '--in with the folder of your app',
    });
  if (ready !== undefined && !ready.startsWith('/'))
    throw usageError(`--ready ${ready} is no path`, {
      next: '--ready /healthz, or what your app answers when it is up',
    });
  if (!/^[A-Za-z_]\w*$/.test(portVariable))
    throw usageError(`--port-variable ${portVariable} is no name of a variable`, {
      next: '--port-variable PORT',
    });
  assertPlaceholders(line, server);
  const readyWithinMs = readyWithin === undefined ? READY_WITHIN_MS : parseDuration(readyWithin);
  return {
    line,
    folder,
    portVariable,
    ...(ready === undefined ? {} : { ready }),
    readyWithinMs,
    ...(server === undefined ? {} : { server }),
  };
}

function assertPlaceholders(line: string, server: CommandServer | undefined): void {
  const known = placeholdersOf({ server });
  for (const [, name = ''] of line.matchAll(/(?<!\$)\{(\w+)\}/g)) {
    if (known.includes(name)) continue;
    if (COMMAND_SERVER_NAMES.includes(name as CommandServer))
      throw usageError(`{${name}} is the address of a server that this run does not start`, {
        next: `--server ${name}${server === undefined ? '' : ` in place of --server ${server}`}`,
      });
    const nearest = closest(name, known);
    if (distance(name, nearest) <= 2)
      throw usageError(`nothing stands for {${name}} in the command. Did you mean {${nearest}}?`);
  }
  if (server !== undefined && !line.includes(`{${server}}`))
    throw usageError(
      `the command does not hand on where its ${server} is, so that the app would use another`,
      {
        next: `--command '${server.toUpperCase()}_URL={${server}} ${line}', with the variable that your app reads`,
      },
    );
}

/** Starts it once, looks at it, and ends it. */
async function seenOnce(
  subject: Pick<Subject, 'store' | 'own' | 'command'> & Partial<Subject>,
  { workload, scenario, signal }: Wanted,
): Promise<Seen> {
  const server = subject.command?.server;
  const tools = new Map<ToolName, Tool>();
  if (server !== undefined) {
    const program = COMMAND_SERVERS[server];
    await needPackages([], [program], { signal, report: say });
    tools.set(program, await provision(program, { signal, report: say }));
  }
  await clearLeftovers(await foldersIn(tmpdir(), FOLDER_PREFIX));
  await using reaper = startReaper();
  const folder = join(tmpdir(), `${FOLDER_PREFIX}${randomUUID()}`);
  reaper.makeFolder(folder);
  const dataFolder = join(folder, 'data');
  await mkdir(dataFolder);
  const load = { workload: 'register', clients: 1, rate: 1, durationMs: 1000 } as const;
  const experiment: Experiment = { id: 'look', seed: 0, ...draft({ title: '', subject, load }) };
  const died = Promise.withResolvers<never>();
  died.promise.catch(() => {});
  const platform = processPlatform({ tools, appPort: undefined, reaper });
  await using started = await platform.start({
    experiment,
    logFolder: folder,
    dataFolder,
    signal,
    onDeath: (what) => died.reject(usageError(what, { next: 'run the command by itself, and see why' })),
    onUnplanned: () => {},
    onUnclean: say,
  });
  const [target = ''] = started.targets;
  const look = async (): Promise<Seen> => {
    if (scenario === undefined) return lookAt(target, { signal, asProxy: workload === 'proxied' });
    const where = { targets: started.targets, isForeign: false, reaper, signal };
    return { saveMode: 'implicit', rolling: false, ...(await lookByScenario(scenario, where)) };
  };
  const seen = await Promise.race([look(), died.promise]);
  await started.assertServerUsed?.().catch((error: unknown) => {
    throw usageError((error as Error).message, {
      next: `have the app connect to {${server}} as the command hands it on, and to nothing else`,
    });
  });
  return seen;
}
