import type { Options } from './run-flags.ts';
import { seedNumber } from '../plan/make.ts';
import { digestOf } from '../secrets/digest.ts';
import { recordOfLine } from '../secrets/record.ts';
import type { InConfig } from './pages/read.ts';
import type { CommandOptions } from './run-command.ts';
import { podsGiven } from './pods-flags.ts';
import { projectGiven } from './project-flags.ts';
import { ttlMsOf } from './run-experiment.ts';
import { packageFlags } from './run-packages.ts';
import { topologyFlags } from './run-topology.ts';

/** The command that does the same run again, with everything said that was left to defaults. */
export function commandOf(options: Options, seed: string): string {
  const { store, workload, faults, balance, clients, rate, duration, bytes } = options;
  const pace =
    options.profile === undefined ? { rate } : { profile: options.profile, 'p99-limit': options.p99Limit };
  const { unserved, recoverWithin } = options;
  // What is written into the config can be said by it alone; all else is said here, and nearer.
  const written = typeof options.scenario === 'object' ? options.scenario : undefined;
  const service = { unserved, 'recover-within': recoverWithin };
  const load = { workload, balance, clients, ...pace, think: options.think, duration, bytes, ...service };
  const subject = {
    ca: options.ca,
    store,
    subject: options.subject ?? options.storeModule,
    scenario: typeof options.scenario === 'string' ? options.scenario : undefined,
    data: options.data,
    ...commandGiven(options),
  };
  const targets = options.target?.map((target) => `--target ${word(target)}`) ?? [];
  const settings =
    options.command !== undefined
      ? { faults, instances: options.instances }
      : options.target === undefined && options.composeProject === undefined
        ? {
            faults,
            platform: options.platform,
            context: options.context,
            image: options.image,
            generators: options.generators,
            instances: options.instances,
            ttl: `${ttlMsOf(options, seedNumber(seed))}ms`,
            'save-mode': options.saveMode,
            'secure-cookie': options.secureCookie,
            'trust-proxy': options.trustProxy,
            // They stand for the secrets, and a run with them in their place does the same.
            secrets: options.secrets?.map(digestOf).join(','),
          }
        : options.composeProject === undefined && options.kubernetesApp === undefined
          ? {}
          : { ...projectGiven(options), ...podsGiven(options), faults };
  const variables = options.env?.map((name) => `--env ${word(name)}`) ?? [];
  const flags = Object.entries({ ...subject, ...load, ...settings, seed }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${word(String(value))}`],
  );
  const switches = [
    options.shareNodes && '--share-nodes',
    options.allowRemote && '--allow-remote',
    options.yesBreakIt && '--yes-break-it',
    options.tlsProxy && '--tls-proxy',
    options.snapshots && '--snapshots',
    options.resave && '--resave',
    options.rolling && '--rolling',
    options.saveUninitialized && '--save-uninitialized',
    // What it said is said here.
    options.config !== undefined && configFlag(written),
  ].filter((flag) => typeof flag === 'string');
  return [
    'holdfast run',
    ...(written?.experiment === undefined ? [] : [word(written.experiment)]),
    ...targets,
    ...packageFlags(options).map(word),
    ...topologyFlags(options).map(word),
    ...flags,
    ...variables,
    ...switches,
  ].join(' ');
}

/** The config, where the scenario stands in it; otherwise none is needed. */
export const configFlag = (written: InConfig | undefined): string =>
  written === undefined ? '--no-config' : `--config ${word(written.config)}`;

/** What was said of a start command, without its secrets. */
export const commandGiven = (options: CommandOptions): Record<string, string | undefined> =>
  options.command === undefined
    ? {}
    : {
        command: recordOfLine(options.command),
        in: options.in,
        ready: options.ready,
        'ready-within': options.readyWithin,
        'port-variable': options.portVariable,
        server: options.server,
      };

/** As one word of a POSIX shell. */
export const word = (text: string) =>
  /^[\w./:@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
