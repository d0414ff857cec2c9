import { Option, type Command } from 'commander';
import { listOf } from '../plan/names.ts';

/** What can be said of a compose project of the user's own. */
export interface ProjectOptions {
  composeProject?: string;
  composeApp?: string[];
  composeServer?: string;
  composeWires?: string;
  yesBreakIt?: boolean;
}

/** Adds the flags of a compose project. */
export const projectFlags = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--compose-project <file or name>',
        'a compose project of your own that is up, with your app in it: faults break its containers (docs/YOUR-APP.md)',
      ).conflicts(['store', 'subject', 'storeModule', 'command', 'allowRemote']),
    )
    .option(
      '--compose-app <names>',
      'the services of it that are the app (default: the one that publishes a port)',
      listOf,
    )
    .option('--compose-server <name>', "the service of it that is the server of the app's store")
    .option(
      '--compose-wires <address>',
      'a toxiproxy of its own between the two: its API and the name of the proxy, as http://127.0.0.1:8474/redis',
    )
    .option('--yes-break-it', 'break containers or pods of yours that have no label holdfast.break: "yes"');

/** The same, with which a command does it again. */
export const projectGiven = (options: ProjectOptions): Record<string, string | undefined> => ({
  'compose-project': options.composeProject,
  'compose-app': options.composeApp?.join(','),
  'compose-server': options.composeServer,
  'compose-wires': options.composeWires,
});
