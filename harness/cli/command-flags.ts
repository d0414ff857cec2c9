import { Option, type Command } from 'commander';
import { usageError } from '../errors.ts';
import { COMMAND_SERVER_NAMES } from '../model/command.ts';
import { passedOnName } from './passed-on.ts';
import type { InConfig } from './pages/read.ts';
import { workloadOf } from './pages/scenario.ts';
import { durationText, nameOption } from './known-values.ts';

/** Adds the flags by which Holdfast starts an app of the user's own. */
export const commandFlags = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--command <line>',
        "an app of your own by its start command, such as 'npm start' (docs/YOUR-APP.md): it listens on PORT, or on {port} in the line",
      ).conflicts(['store', 'subject', 'storeModule', 'target', 'ca', 'allowRemote']),
    )
    .option(
      '--scenario <file>',
      'what clients do at an app that mounts no probe: its login, account, cart and logout as YAML, or a k6 script (docs/YOUR-PAGES.md)',
    )
    .option(
      '--data <file>',
      'CSV or JSON with a row for each client, whose columns stand for {column} in the scenario (docs/YOUR-PAGES.md)',
    )
    .option('--in <folder>', 'where the command is run (default: here, or where the config is)')
    .option(
      '--ready <path>',
      'what the app answers with 2xx or 3xx when it is up (default: / with anything below 500)',
    )
    .option('--ready-within <time>', 'how long it may take to get up (default: 60s)', durationText)
    .option('--port-variable <name>', 'the variable by which it is told its port (default: PORT)')
    .addOption(
      nameOption(
        '--server <name>',
        "a server of Holdfast's for it, at the address that stands for {redis}, {mongo}, ... in the line; it can be broken",
        'server',
        COMMAND_SERVER_NAMES,
      ),
    );

/** Visits by pages are the workload of a scenario, and gentler where nobody says how many there are to be. */
export function visitsByDefault(command: Command): void {
  const scenario = command.getOptionValue('scenario') as string | InConfig | undefined;
  if (scenario === undefined) return;
  const workload = workloadOf(scenario);
  const isOpen = (name: string) => command.getOptionValueSource(name) === 'default';
  if (isOpen('workload')) command.setOptionValue('workload', workload);
  else if (command.getOptionValue('workload') !== workload)
    throw usageError(
      `this --scenario is the workload ${workload}, not ${String(command.getOptionValue('workload'))}`,
      {
        next: 'leave --workload out; the others need the probe, and no --scenario',
      },
    );
  if (isOpen('clients')) command.setOptionValue('clients', VISITS.clients);
  if (isOpen('rate')) command.setOptionValue('rate', VISITS.rate);
}

const VISITS = { clients: 10, rate: 50 };

export const envOption = (): Option =>
  new Option(
    '--env <name>',
    'a variable of your environment for the app and its store, which get few others; again for each',
  ).argParser((name: string, before: string[] | undefined) => [...(before ?? []), passedOnName(name)]);
