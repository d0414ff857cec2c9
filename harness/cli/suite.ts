import { Option, type Command } from 'commander';
import { chooseSeed, seedNumber, VERSION } from '../plan/make.ts';
import { parseThink } from '../plan/think.ts';
import { knownNames } from '../plan/names.ts';
import { assertSound } from '../plan/sound.ts';
import { storeFacts, STORE_NAMES } from '../stores/catalogue.ts';
import { badgeOf } from '../suite/badge.ts';
import { SUITE_RATES, SUITE_WORKLOADS, suiteClients, suiteExperiments } from '../suite/plan.ts';
import { WORKLOADS, type Workload } from '../model/workloads.ts';
import { writeFormats } from '../report/write.ts';
import { counted } from '../units.ts';
import { commandFlags, envOption } from './command-flags.ts';
import type { CommandOptions } from './run-command.ts';
import { commandGiven, configFlag, word } from './run-command-line.ts';
import type { ConfigOptions } from './config/takes-config.ts';
import { interruption } from './interruption.ts';
import { nameOption } from './known-values.ts';
import { platformOpener } from './platform.ts';
import { say } from './output.ts';
import { runWatched, uiOption } from './watching.ts';
import type { InConfig } from './pages/read.ts';
import { workloadOf } from './pages/scenario.ts';
import { thinkOption } from './run-flags.ts';
import { assertPackagesOfStore, packageFlags, packageOption, type PackageOptions } from './run-packages.ts';
import { projectFlags, projectGiven, type ProjectOptions } from './project-flags.ts';
import { assertProjectNamed, canBreakWire, ofProject } from './run-project.ts';
import { chooseSubject, type Chosen } from './run-subject.ts';
import { topologyFlags, topologyOptions, type TopologyOptions } from './run-topology.ts';

interface SuiteOptions
  extends ConfigOptions, Omit<CommandOptions, 'config'>, TopologyOptions, PackageOptions, ProjectOptions {
  store?: string;
  subject?: string;
  target?: string[];
  allowRemote?: boolean;
  ca?: string;
  scenario?: string | InConfig;
  data?: string;
  workloads: Workload[];
  quick: boolean;
  think?: string;
  reports: string;
  seed?: string;
  json?: boolean;
  ui?: number;
}

/** `holdfast suite`: everything that applies to one store or app, in one run. */
export function suiteCommand(program: Command): void {
  const command = program
    .command('suite')
    .description('Judge one store or app by everything that applies to it: workloads, settings, faults');
  projectFlags(commandFlags(command))
    .addOption(nameOption('--store <name>', 'a store that Holdfast knows', 'store', STORE_NAMES))
    .addOption(topologyOptions()[0])
    .addOption(topologyOptions()[1])
    .addOption(packageOption())
    .addOption(
      new Option('--subject <file>', 'a store of your own (docs/YOUR-STORE.md)').conflicts([
        'store',
        'target',
      ]),
    )
    .addOption(
      new Option(
        '--target <address...>',
        'an app of your own that is up and mounts the probe (docs/YOUR-APP.md): nothing of it is broken',
      ).conflicts('store'),
    )
    .option('--allow-remote', 'let a target be outside of this machine and of private networks')
    .option('--ca <file>', 'certificates (PEM) to trust at a target besides the usual ones')
    .option(
      '--workloads <names>',
      `some of ${WORKLOADS.join(', ')}`,
      (text) => knownNames('workload', text, WORKLOADS),
      [...SUITE_WORKLOADS],
    )
    .option('--quick', 'in about three minutes; all of it takes about a quarter of an hour', false)
    .addOption(thinkOption())
    .addOption(envOption())
    .option('--reports <folder>', 'where the run gets its folder', 'reports')
    .option('--seed <text>', 'the same seed gives the same requests and faults')
    .addOption(uiOption())
    .option('--json', 'print results.json instead of the table')
    .action(judge);
}

async function judge(options: SuiteOptions): Promise<void> {
  assertPackagesOfStore(options);
  assertProjectNamed(options);
  const { quick, workloads, reports } = options;
  const seed = chooseSeed(options.seed);
  const signal = interruption();
  const { scenario } = options;
  const workload = scenario === undefined ? 'register' : workloadOf(scenario);
  const think = options.think === undefined ? undefined : parseThink(options.think);
  const clients = suiteClients(SUITE_RATES.visit, think);
  const { chosen, hasWires } = await subjectOf({ ...options, workload, clients }, signal);
  const platform = chosen.targets === undefined ? 'process' : 'target';
  const program = storeFacts(chosen.store).server ?? chosen.own?.server?.use;
  const experiments = suiteExperiments({
    chosen,
    hasServer: [program, chosen.own?.server, chosen.project?.server].some((server) => server !== undefined),
    hasWires,
    program,
    // Without a probe, nothing else is asked.
    workloads: scenario === undefined ? workloads : [workloadOf(scenario)],
    quick,
    think,
    seed: seedNumber(seed),
  });
  for (const experiment of experiments) assertSound(experiment);
  const { folder, results } = await runWatched(
    {
      kind: 'suite',
      command: commandOf(options, seed),
      seed,
      platform,
      experiments,
      claims: [],
      reports,
    },
    {
      openPlatform: platformOpener({ platform, reports }),
      signal,
      onPlan: (plan) =>
        say(`Holdfast ${VERSION} · seed ${seed} · ${counted(plan.experiments.length, 'experiment')}`),
    },
    options,
  );
  await writeFormats({ files: [{ file: 'badge.md', render: badgeOf }] }, results, folder);
}

/** Who is judged; and whether there is a wire to break, where that has to be tried out. */
async function subjectOf(
  options: Parameters<typeof chooseSubject>[0] & ProjectOptions,
  signal: AbortSignal,
): Promise<{ chosen: Chosen; hasWires?: boolean }> {
  if (options.composeProject === undefined) return { chosen: await chooseSubject(options, signal) };
  const chosen = await ofProject(options, { isBroken: true, wire: 'possible' }, signal);
  return { chosen, hasWires: await canBreakWire(chosen, signal) };
}

function commandOf(options: SuiteOptions, seed: string): string {
  const { store, subject, target = [], workloads, quick, config, env = [] } = options;
  const whom = [
    ...(store === undefined ? [] : ['--store', store]),
    ...topologyFlags(options),
    ...packageFlags(options).map(word),
    ...(subject === undefined ? [] : ['--subject', subject]),
    ...(target.length === 0 ? [] : ['--target', ...target]),
    ...(typeof options.scenario === 'string' ? ['--scenario', word(options.scenario)] : []),
    ...(options.data === undefined ? [] : ['--data', word(options.data)]),
    ...Object.entries({ ...commandGiven(options), ...projectGiven(options) }).flatMap(([name, value]) =>
      value === undefined ? [] : [`--${name} ${word(value)}`],
    ),
    ...env.map((name) => `--env ${word(name)}`),
  ];
  const some = workloads.join() === SUITE_WORKLOADS.join() ? [] : ['--workloads', workloads.join(',')];
  const thought = options.think === undefined ? [] : ['--think', options.think];
  const switches = [
    ...thought,
    ...(options.yesBreakIt === true ? ['--yes-break-it'] : []),
    ...(quick ? ['--quick'] : []),
    ...(config === undefined
      ? []
      : [configFlag(typeof options.scenario === 'object' ? options.scenario : undefined)]),
  ];
  return ['holdfast suite', ...whom, ...some, ...switches, '--seed', seed].join(' ');
}
