import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { SAVE_MODES, SECURE_COOKIES, type SaveMode, type SecureCookie } from '../../app/config.ts';
import { usageError } from '../errors.ts';
import { execute } from '../execute.ts';
import { chooseSeed, makePlan, seedNumber } from '../plan/make.ts';
import { knownName, listOf, wholeNumber } from '../plan/names.ts';
import { parseDuration, parseFaults } from '../plan/parse.ts';
import type { Experiment, PlannedFault, Subject } from '../plan/plan.ts';
import { STORE_NAMES, storeFacts } from '../plan/stores.ts';
import { TTL_OF, WORKLOADS } from '../plan/workloads.ts';
import { makeRunFolder } from '../run-folder.ts';
import { createDisplay } from './display.ts';
import { interruption } from './interruption.ts';
import { platformOpener } from './platform.ts';
import { EXIT_OF, finishRun, runOptions, say, type RunOptions } from './run-options.ts';
import { toolsFor } from './tools.ts';

interface Options extends RunOptions {
  store?: string;
  storeModule?: string;
  workload: string;
  faults?: string;
  instances: number;
  balance: 'random' | 'sticky';
  clients: number;
  rate: number;
  duration: string;
  ttl?: string;
  bytes: number;
  saveMode: SaveMode;
  resave: boolean;
  rolling: boolean;
  saveUninitialized: boolean;
  secureCookie?: SecureCookie;
  trustProxy?: string;
  secrets?: string[];
}

/** `holdfast run`: one experiment, put together from flags. */
export function runCommand(program: Command): void {
  const command = program
    .command('run')
    .description('Run one experiment: a store, a workload, faults')
    .option('--store <name>', `one of ${STORE_NAMES.join(', ')}`)
    .addOption(
      new Option('--store-module <file>', 'a store of your own: a module that exports a function').conflicts(
        'store',
      ),
    )
    .option('--workload <name>', `one of ${WORKLOADS.join(', ')}`, 'register')
    .option('--faults <schedule>', 'such as app-restart@5s,app-crash:app-2@8s')
    .option('--instances <count>', 'instances of the app', wholeNumber(1, 16), 1)
    .addOption(
      new Option('--balance <how>', 'spread of requests').choices(['random', 'sticky']).default('random'),
    )
    .option('--clients <count>', 'clients, each on its own schedule', wholeNumber(1, 10_000), 40)
    .option('--rate <count>', 'operations a second, over all clients', wholeNumber(1, 100_000), 400)
    .option('--duration <time>', 'how long the load lasts', '10s')
    .option('--ttl <time>', 'life of a session (default: 10m; 3s for expiry)')
    .option('--bytes <count>', 'filler in each session', wholeNumber(0, 1_000_000), 0)
    .addOption(new Option('--save-mode <mode>', 'how the app saves').choices(SAVE_MODES).default('implicit'))
    .option('--resave', "express-session's resave", false)
    .option('--rolling', "express-session's rolling", false)
    .option('--save-uninitialized', "express-session's saveUninitialized", false)
    .addOption(
      new Option('--secure-cookie <how>', "the cookie's secure (default: false)").choices(SECURE_COOKIES),
    )
    .option('--trust-proxy <whom>', "Express's trust proxy: true, a number of hops, or addresses")
    .option(
      '--secrets <list>',
      'what signs cookies, by commas: the newest first, then those still accepted',
      listOf,
    );
  runOptions(command).action(async (options: Options) => {
    const seed = chooseSeed(options.seed);
    const experiment = experimentOf(options, seedNumber(seed));
    const signal = interruption();
    const { subject, faults } = experiment;
    const { platform } = options;
    const openPlatform = platformOpener(options);
    const { tools, missing } = await toolsFor(
      { stores: [subject.store], faults, platform },
      { signal, report: say },
    );
    const plan = makePlan({
      kind: 'run',
      command: commandOf(options, seed),
      seed,
      platform,
      now: new Date(),
      experiments: [experiment],
      claims: [],
      tools,
      missing,
    });
    const folder = await makeRunFolder(resolve(options.reports), plan.name);
    const results = await finishRun(folder, options, () =>
      execute({ plan, folder, tools, openPlatform, signal, display: createDisplay() }),
    );
    process.exitCode = EXIT_OF[results.verdict];
  });
}

function experimentOf(options: Options, seed: number): Experiment {
  const ofWhat = storeOf(options);
  const workload = knownName('workload', options.workload, WORKLOADS);
  const faults = faultsOf(options, ofWhat.store);
  const durationMs = parseDuration(options.duration);
  const late = faults.find(({ atMs }) => atMs >= durationMs);
  if (late) {
    throw usageError(
      `${late.kind}@${late.atMs / 1000}s is not before the end of the load (${options.duration})`,
      {
        next: 'an earlier fault, or a longer --duration',
      },
    );
  }
  const ttlMs = ttlMsOf(options);
  const growing = workload === 'growth';
  return {
    id: `${ofWhat.store}/${workload}`,
    title: `${workload} on ${ofWhat.store}`,
    subject: {
      ...ofWhat,
      instances: options.instances,
      balance: options.balance,
      ttlMs,
      saveMode: options.saveMode,
      resave: options.resave,
      rolling: options.rolling,
      saveUninitialized: options.saveUninitialized,
      ...cookiesOf(options),
      environment: 'production',
    },
    load: {
      workload,
      clients: options.clients,
      rate: options.rate,
      durationMs,
      lingerMs: growing ? ttlMs + 1200 : 0,
      bytes: options.bytes,
      timeoutMs: 5000,
    },
    faults,
    ...(growing ? { sampleEveryMs: 250 } : {}),
    seed,
  };
}

/** A setting that is not given stays out of the plan: the app has its own. */
function cookiesOf({ secureCookie, trustProxy, secrets }: Options): Partial<Subject> {
  return {
    ...(secureCookie === undefined ? {} : { secureCookie }),
    ...(trustProxy === undefined ? {} : { trustProxy }),
    ...(secrets === undefined ? {} : { secrets }),
  };
}

function faultsOf({ faults, instances }: Options, store: string): PlannedFault[] {
  const hasServer = storeFacts(store).server !== undefined;
  return faults === undefined ? [] : parseFaults(faults, { store, instances, hasServer });
}

/** A store by name, or a module of the user's own by its file. */
function storeOf({ store, storeModule }: Options): Pick<Subject, 'store' | 'storeModule'> {
  if (storeModule !== undefined) {
    const file = resolve(storeModule);
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
      throw usageError(`store module ${storeModule} is not a file`);
    return { store: basename(file), storeModule: file };
  }
  if (store !== undefined) return { store: knownName('store', store, STORE_NAMES) };
  throw usageError('no store was given', {
    next: `--store ${STORE_NAMES.join(', --store ')}, or --store-module <file>`,
  });
}

const ttlMsOf = ({ ttl, workload }: Options): number => parseDuration(ttl ?? TTL_OF[workload] ?? '10m');

function commandOf(options: Options, seed: string): string {
  const { store, workload, faults, instances, balance, clients, rate, duration, bytes, saveMode } = options;
  const ttl = `${ttlMsOf(options)}ms`;
  const { platform } = options;
  const flags = { workload, faults, platform, instances, balance, clients, rate, duration, ttl, bytes };
  const subject = { store, 'store-module': options.storeModule };
  const cookie = {
    'secure-cookie': options.secureCookie,
    'trust-proxy': options.trustProxy,
    secrets: options.secrets?.join(','),
  };
  const words = Object.entries({ ...subject, ...flags, 'save-mode': saveMode, ...cookie, seed }).flatMap(
    ([name, value]) => (value === undefined ? [] : [`--${name} ${value}`]),
  );
  const switches = [
    options.resave && '--resave',
    options.rolling && '--rolling',
    options.saveUninitialized && '--save-uninitialized',
  ].filter((word) => word !== false);
  return ['holdfast run', ...words, ...switches].join(' ');
}
