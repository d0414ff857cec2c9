import { Option, type Command } from 'commander';
import { usageError } from '../../errors.ts';
import { say } from '../output.ts';
import { applyConfig } from './apply.ts';
import { findConfig } from './load.ts';

/** What a command that takes a config knows of it. */
export interface ConfigOptions {
  /** The file that the options are from besides the flags; false where there is to be none. */
  config?: string | false;
}

/** Lets a command that writes reports, or decides on them, take what its flags leave open from the user's config. */
export function takesConfig(command: Command): void {
  const isConfigured = command.options.some((option) =>
    ['reports', 'policy'].includes(option.attributeName()),
  );
  if (!isConfigured) return;
  command
    .addOption(
      new Option('--config <file>', 'in place of holdfast.config.ts in this folder (docs/CONFIG.md)'),
    )
    .option('--no-config', 'leave holdfast.config.ts out')
    .hook('preAction', async () => {
      const { config: given } = command.opts<ConfigOptions>();
      const experiment = command.name() === 'run' ? command.args[0] : undefined;
      const config = given === false ? undefined : await findConfig(given);
      if (config === undefined) return assertNone(experiment, given === false);
      applyConfig(config, command, experiment);
      command.setOptionValue('config', config.name);
      say(`${config.name}${experiment === undefined ? '' : `: ${experiment}`}`);
    });
}

function assertNone(experiment: string | undefined, isLeftOut: boolean): void {
  if (experiment === undefined) return;
  const why = isLeftOut
    ? '--no-config leaves the config out'
    : 'there is no holdfast.config.ts in this folder';
  throw usageError(`no experiment is called "${experiment}": ${why}`, {
    next: 'flags, such as --store memory; holdfast init writes a config',
  });
}
