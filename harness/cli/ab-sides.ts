import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { usageError } from '../errors.ts';
import { digestOf } from '../secrets/digest.ts';
import { SIDES, type Side } from '../model/ab.ts';
import { seedNumber } from '../plan/make.ts';
import { unknownName } from '../plan/names.ts';
import type { AbSide } from '../run/ab.ts';
import { STORE_NAMES } from '../stores/catalogue.ts';
import type { AbOptions } from './ab-options.ts';
import { applyConfig } from './config/apply.ts';
import { type Config, findConfig } from './config/load.ts';
import { onceEach } from './once-each.ts';
import { word } from './run-command-line.ts';
import { ttlMsOf } from './run-experiment.ts';
import { runFlags, type Options } from './run-flags.ts';
import { wantedRun } from './wanted-run.ts';

/** In these the sides must be alike: what was asked of one only cannot be compared. */
const ALIKE = [
  'workload',
  'faults',
  'instances',
  'balance',
  'clients',
  'rate',
  'profile',
  'p99Limit',
  'think',
  'duration',
  'bytes',
  'unserved',
  'recoverWithin',
  'platform',
  'context',
] as const satisfies readonly (keyof Options)[];

/** Of a round. */
const DURATION = { usual: '5s', quick: '4s' } as const;
/** Memory's slope takes 40 readings, ten of them in a second, after the first visitors: in less there would be none. */
const GROWTH_DURATION = '10s';

interface Context {
  /** `holdfast ab` with what was given to it. */
  command: Command;
  seed: string;
  rounds: number;
  signal: AbortSignal;
}

/** Both sides of a comparison. Rejects with a usage error where either cannot be run, or they do not ask the same. */
export async function abSides(
  given: Readonly<Record<Side, string>>,
  { command, seed, signal }: Context,
): Promise<Record<Side, AbSide>> {
  const { config: file } = command.opts<AbOptions>();
  const config = typeof file === 'string' ? await findConfig(file) : undefined;
  const asRun = {
    baseline: runOf(given.baseline, command, config),
    candidate: runOf(given.candidate, command, config),
  };
  assertAlike(asRun.baseline.opts(), asRun.candidate.opts());
  const sideOf = async (side: Side): Promise<AbSide> => {
    const options = asRun[side].opts<Options>();
    // Where the seed draws it, it is drawn for all rounds at once.
    const ttl = `${ttlMsOf(options, seedNumber(seed))}ms`;
    const settled = options.target === undefined ? { ...options, ttl } : options;
    return { name: shownSide(given[side]), ...(await wantedRun(asRun[side], settled, signal)) };
  };
  return { baseline: await sideOf('baseline'), candidate: await sideOf('candidate') };
}

/** `holdfast run` as it would be for one side: whom it names, its own settings, what `ab` was given, and the config. */
function runOf(side: string, ab: Command, config: Config | undefined): Command {
  const [who = '', ...settings] = wordsOf(side);
  const command = runFlags(new Command('run').exitOverride());
  command.parent = ab.parent;
  onceEach(command);
  const { quick } = ab.opts<AbOptions>();
  command.setOptionValueWithSource('duration', DURATION[quick ? 'quick' : 'usual'], 'default');
  for (const option of command.options) {
    const name = option.attributeName();
    if (ab.getOptionValueSource(name) === 'cli')
      command.setOptionValueWithSource(name, ab.getOptionValue(name), 'cli');
  }
  command.parse(settings, { from: 'user' });
  const subject = subjectOf(who, config);
  if (subject !== undefined) command.setOptionValueWithSource(subject.option, subject.value, 'cli');
  if (config !== undefined) applyConfig(config, command, subject === undefined ? who : undefined);
  if (command.getOptionValueSource('duration') === 'default' && command.opts<Options>().workload === 'growth')
    command.setOptionValueWithSource('duration', GROWTH_DURATION, 'default');
  if (typeof ab.opts<AbOptions>().config === 'string') command.setOptionValue('config', config?.name);
  command.setOptionValue('reports', ab.opts<AbOptions>().reports);
  return command;
}

/** One word, where it is a file; a path may have spaces. */
const wordsOf = (side: string): string[] => (existsSync(side) ? [side] : side.trim().split(/\s+/));

/** Whom a word names; undefined: an experiment of the config. */
function subjectOf(
  who: string,
  config: Config | undefined,
): { option: 'store' | 'subject' | 'target'; value: string | string[] } | undefined {
  if (/^https?:/.test(who)) return { option: 'target', value: [who] };
  if (STORE_NAMES.some((name) => name === who)) return { option: 'store', value: who };
  if (/[./\\]/.test(who)) return { option: 'subject', value: who };
  const experiments = Object.keys(config?.fields['experiments'] ?? {});
  if (experiments.includes(who)) return undefined;
  throw unknownName('store or experiment', who, [...STORE_NAMES, ...experiments]);
}

function assertAlike(baseline: Options, candidate: Options): void {
  if (baseline.nemesis !== undefined || candidate.nemesis !== undefined)
    throw usageError('--nemesis draws for each side what that can have, and both must be broken alike', {
      next: 'what run --nemesis random prints, as --faults for both',
    });
  for (const name of ALIKE) {
    const [here, there] = [baseline[name], candidate[name]];
    if (here === there) continue;
    throw usageError(
      `the sides must be asked the same, and ${name} is ${here ?? 'not set'} for the baseline and ${there ?? 'not set'} for the candidate`,
      { next: 'say it once for both, outside of the quotes' },
    );
  }
}

const hidden = (list: string) => list.split(',').map(digestOf).join(',');

/** A side as it may be written down: what stands for its secrets can be compared, and hardly be guessed. */
function shownSide(side: string): string {
  const words = wordsOf(side);
  return words
    .map((word, at) =>
      words[at - 1] === '--secrets'
        ? hidden(word)
        : word.replace(/^--secrets=(.*)$/, (_, list: string) => `--secrets=${hidden(list)}`),
    )
    .join(' ');
}

/** The command that makes the same comparison again, as it was given. */
export function abCommandLine(
  command: Command,
  sides: Record<Side, AbSide>,
  { seed, rounds }: Pick<Context, 'seed' | 'rounds'>,
): string {
  const flags = command.options
    .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
    .filter((option) => !NOT_REPEATED.has(option.attributeName()))
    .map((option) => {
      const value: unknown = command.getOptionValue(option.attributeName());
      if (value === true) return `${option.long}`;
      const values = Array.isArray(value) ? value.map(String) : [String(value)];
      if (option.attributeName() === 'secrets') return `${option.long} ${values.map(digestOf).join(',')}`;
      return values.map((each) => `${option.long} ${word(each)}`).join(' ');
    });
  const names = SIDES.map((side) => word(sides[side].name));
  return ['holdfast ab', ...names, ...flags, `--rounds ${rounds} --seed ${seed}`].join(' ');
}

/** Said besides, or nothing of what is measured. */
const NOT_REPEATED: ReadonlySet<string> = new Set(['rounds', 'seed', 'json', 'reports', 'config', 'policy']);
