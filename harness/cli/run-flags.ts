import { Option, type Command } from 'commander';
import { SAVE_MODES, SECURE_COOKIES, type SaveMode, type SecureCookie } from '../../protocol/app-settings.ts';
import { LARGEST_FILLER_BYTES } from '../../protocol/routes.ts';
import { listOf, share, sizeInBytes, wholeNumber } from '../plan/names.ts';
import { STORE_NAMES } from '../stores/catalogue.ts';
import { WORKLOADS } from '../model/workloads.ts';
import { durationText, nameOption, scheduleText } from './known-values.ts';
import { packageOption, type PackageOptions } from './run-packages.ts';
import { topologyOptions, type TopologyOptions } from './run-topology.ts';
import { trustedProxies } from './trusted-proxies.ts';
import { generatorFlags, type GeneratorOptions } from './generator-flags.ts';
import { podsFlags, type PodsOptions } from './pods-flags.ts';
import { projectFlags, type ProjectOptions } from './project-flags.ts';
import { runOptions, type RunOptions } from './run-options.ts';
import { commandFlags, envOption } from './command-flags.ts';
import type { CommandOptions } from './run-command.ts';
import type { InConfig } from './pages/read.ts';
import type { ConfigOptions } from './config/takes-config.ts';

/** What `holdfast run` can be told. */
export interface Options
  extends
    RunOptions,
    Omit<CommandOptions, 'env' | 'config'>,
    ConfigOptions,
    TopologyOptions,
    PackageOptions,
    ProjectOptions,
    PodsOptions,
    GeneratorOptions {
  store?: string;
  subject?: string;
  storeModule?: string;
  target?: string[];
  allowRemote?: boolean;
  ca?: string;
  scenario?: string | InConfig;
  data?: string;
  workload: string;
  faults?: string;
  nemesis?: 'random';
  budget?: number;
  instances: number;
  balance: 'random' | 'sticky';
  clients: number;
  rate: number;
  profile?: string;
  p99Limit?: string;
  think?: string;
  snapshots?: boolean;
  duration: string;
  unserved?: number;
  recoverWithin?: string;
  ttl?: string;
  bytes: number;
  saveMode: SaveMode;
  resave: boolean;
  rolling: boolean;
  saveUninitialized: boolean;
  secureCookie?: SecureCookie;
  tlsProxy: boolean;
  trustProxy?: string;
  secrets?: string[];
  env?: string[];
}

/** Adds the flags of `holdfast run` to its command. */
export function runFlags(command: Command): Command {
  return runOptions(
    settingFlags(
      loadFlags(
        generatorFlags(podsFlags(projectFlags(commandFlags(command))))
          .addOption(nameOption('--store <name>', 'a store that Holdfast knows', 'store', STORE_NAMES))
          .addOption(
            new Option(
              '--subject <file>',
              'a store of your own: a module (docs/YOUR-STORE.md) that exports a subject, or a function that gives a store',
            ).conflicts(['store', 'target']),
          )
          .addOption(topologyOptions()[0])
          .addOption(topologyOptions()[1])
          .addOption(packageOption())
          // Its former name.
          .addOption(new Option('--store-module <file>').conflicts(['store', 'subject', 'target']).hideHelp())
          .addOption(
            new Option(
              '--target <address...>',
              'an app of your own that is up and mounts the probe (docs/YOUR-APP.md): one address for each instance',
            ).conflicts('store'),
          )
          .option('--allow-remote', 'let a target be outside of this machine and of private networks')
          .addOption(
            new Option(
              '--ca <file>',
              'certificates (PEM) to trust at a target besides the usual ones',
            ).conflicts(['store', 'subject', 'storeModule']),
          ),
      ),
    ),
  );
}

/** What clients do, for how long, and what breaks. */
export const loadFlags = (command: Command): Command =>
  command
    .addOption(
      nameOption('--workload <name>', 'what the clients do', 'workload', WORKLOADS).default('register'),
    )
    .option(
      '--faults <schedule>',
      'such as app-restart@5s,app-crash:app-2@8s; "holdfast faults" lists them',
      scheduleText,
    )
    .addOption(
      new Option('--nemesis <how>', 'faults that are drawn by the seed, of all that this subject can have')
        .choices(['random'])
        .conflicts('faults'),
    )
    .option('--budget <count>', 'how many faults are drawn (default: 4)', wholeNumber(1, 100))
    .option('--instances <count>', 'instances of the app', wholeNumber(1, 16), 1)
    .addOption(
      new Option('--balance <how>', 'spread of requests').choices(['random', 'sticky']).default('random'),
    )
    .option('--clients <count>', 'clients, each on its own schedule', wholeNumber(1, 10_000), 40)
    .option('--rate <count>', 'operations a second, over all clients', wholeNumber(1, 100_000), 400)
    .addOption(
      new Option(
        '--profile <shape>',
        'a rate that changes: ramp:10..200 over the duration, spike:100..1000@4s+2s, soak:200 (up, the same for long, and down), or breakpoint:50..2000 until something breaks',
      ).conflicts('rate'),
    )
    .option(
      '--p99-limit <time>',
      'of a breakpoint: the 99th percentile of latency above which a rate is too high (default: 500ms)',
      durationText,
    )
    .addOption(thinkOption())
    .option(
      '--snapshots',
      'of growth: say what on the heap holds on to sessions, by two snapshots at its end',
    )
    .option('--duration <time>', 'how long the load lasts, such as 90s or 1m30s', durationText, '10s')
    .option(
      '--unserved <share>',
      'how much of what is asked, outside of faults, may go unserved (default: 1%)',
      share,
    )
    .option(
      '--recover-within <time>',
      'how long after its end a fault may keep the app away (default: 30s)',
      durationText,
    )
    .option(
      '--bytes <size>',
      'filler in each session, such as 512, 1KB or 64KiB',
      sizeInBytes(LARGEST_FILLER_BYTES),
      0,
    );

export const thinkOption = (): Option =>
  new Option(
    '--think <time>',
    'how long a client thinks before it asks again: 500ms, or anything from 200ms..2s (default: not at all)',
  );

/** How the app and its store are set up. */
export const settingFlags = (command: Command): Command =>
  command
    .option(
      '--ttl <time>',
      'life of a session (default: 10m; 3s for growth, drawn by the seed for expiry)',
      durationText,
    )
    .addOption(new Option('--save-mode <mode>', 'how the app saves').choices(SAVE_MODES).default('implicit'))
    .option('--resave', "express-session's resave", false)
    .option('--rolling', "express-session's rolling", false)
    .option('--save-uninitialized', "express-session's saveUninitialized", false)
    .addOption(
      new Option('--secure-cookie <how>', "the cookie's secure; default: false").choices(SECURE_COOKIES),
    )
    .option('--tls-proxy', 'clients come by HTTPS, to a proxy in front of each instance that ends TLS', false)
    .option(
      '--trust-proxy <whom>',
      "Express's trust proxy: true, a number of hops, or addresses",
      trustedProxies,
    )
    .option(
      '--secrets <list>',
      'what signs cookies, by commas: the newest first, then those still accepted',
      listOf,
    )
    .addOption(envOption());
