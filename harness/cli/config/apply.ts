import type { Command, Option } from 'commander';
import { usageError } from '../../errors.ts';
import { unknownName } from '../../plan/names.ts';
import { assertScenario, type InConfig } from '../pages/read.ts';
import { fieldsOf } from './fields.ts';
import { CONFIGURED } from './flag-types.ts';
import { isObject, type Config } from './load.ts';
import { valueOf } from './value.ts';

/** Of all commands that have them. */
const SHARED = [
  'store',
  'package',
  'subject',
  'target',
  'composeProject',
  'composeApp',
  'composeServer',
  'composeWires',
  'kubernetesApp',
  'kubernetesServer',
  'namespace',
  'context',
  'yesBreakIt',
  'allowRemote',
  'ca',
  'reports',
  'command',
  'in',
  'ready',
  'readyWithin',
  'portVariable',
  'server',
  'env',
  'scenario',
  'data',
] as const;
/** Who is tested. Whoever says one of them says it anew. */
const SUBJECT: readonly string[] = ['store', 'subject', 'storeModule', 'target', 'command'];

/** What says more of the store that stands beside it or farther off, and is set aside with it. */
const OF_STORE = ['package'];

/** Of these, too, the nearest one that is said sets the other aside. */
const PACE: readonly string[] = ['rate', 'profile'];
/** A compose project has an app, which is met at a target. */
const PROJECT: readonly string[] = ['store', 'subject', 'storeModule', 'command', 'composeProject'];
/** What says more of it, and is set aside with it. */
const OF_PROJECT = ['composeApp', 'composeServer', 'composeWires', 'yesBreakIt'];
/** The same of pods in a cluster. */
const PODS: readonly string[] = [...PROJECT, 'kubernetesApp'];
const OF_PODS = ['kubernetesServer', 'namespace'];
const ONE_OF = [SUBJECT, PACE, PODS];

/** Fields of one part of a config, by name, as a command takes them. */
type Values = ReadonlyMap<string, unknown>;

/** Every part of a config, checked. */
interface Parts {
  shared: Values;
  commands: ReadonlyMap<string, Values>;
  experiments: ReadonlyMap<string, Values>;
}

/** Checks the whole config, so that a mistake is told by whichever command is called first. */
function partsOf(config: Config, program: Command): Parts {
  const flags = new Map<string, Map<string, Option>>(
    CONFIGURED.map((name) => {
      const command = program.commands.find((each) => each.name() === name);
      return [name, command === undefined ? new Map() : fieldsOf(command)];
    }),
  );
  const ofRun = flags.get('run') ?? new Map<string, Option>();
  const known = [...SHARED, ...CONFIGURED, 'experiments'];
  for (const name of Object.keys(config.fields)) assertKnown(config, [name], known);
  return {
    shared: valuesOf(config, [], new Map(SHARED.map((name) => [name, ofRun.get(name) as Option]))),
    commands: new Map([...flags].map(([name, options]) => [name, valuesOf(config, [name], options)])),
    experiments: new Map(
      Object.keys(objectAt(config, ['experiments'])).map((name) => [
        name,
        valuesOf(config, ['experiments', name], ofRun),
      ]),
    ),
  };
}

function valuesOf(config: Config, path: readonly string[], options: ReadonlyMap<string, Option>): Values {
  const values = new Map<string, unknown>();
  for (const [name, value] of Object.entries(objectAt(config, path))) {
    const at = [...path, name];
    if (path.length > 0) assertKnown(config, at, [...options.keys()]);
    const option = options.get(name);
    // What is undefined was left open by whoever wrote it, by a variable of the environment, say.
    if (option === undefined || value === undefined) continue;
    const isWritten = name === 'scenario' && isObject(value);
    values.set(name, isWritten ? scenarioAt(config, at, value) : valueOf(option, value, config, at));
  }
  for (const names of ONE_OF) {
    const [one, another] = names.filter((name) => values.has(name));
    if (one !== undefined && another !== undefined)
      throw config.wrong([...path, another], `${one} and ${another} are both given`, 'leave one of them');
  }
  return values;
}

/** Pages that are written into the config itself. */
function scenarioAt(config: Config, path: readonly string[], fields: unknown): InConfig {
  const { name, folder } = config;
  const scenario: InConfig = {
    fields,
    config: name,
    folder,
    experiment: path[0] === 'experiments' ? path[1] : undefined,
    wrong: (at, why, next = 'docs/YOUR-PAGES.md, which shows a whole one') =>
      config.wrong([...path, ...at.map(String)], why, next),
  };
  assertScenario(scenario);
  return scenario;
}

function objectAt(config: Config, path: readonly string[]): Record<string, unknown> {
  let at: unknown = config.fields;
  for (const name of path) {
    at = (at as Record<string, unknown>)[name];
    if (at === undefined) return {};
  }
  if (!isObject(at)) throw config.wrong(path, `expected fields in braces, found ${JSON.stringify(at)}`);
  return at;
}

function assertKnown(config: Config, path: readonly string[], known: readonly string[]): void {
  const name = path.at(-1) ?? '';
  if (known.includes(name)) return;
  const { message, next } = unknownName('field', name, known);
  throw config.wrong(path, message, next);
}

/**
 * Gives a command what its flags left open: by the experiment, by the part of the command, by what is shared, in this
 * order. Throws a usage error for what is wrong anywhere in the config, and for an experiment that it does not have.
 */
export function applyConfig(config: Config, command: Command, experiment: string | undefined): void {
  const { shared, commands, experiments } = partsOf(config, command.parent ?? command);
  if (experiment !== undefined && !experiments.has(experiment)) {
    if (experiments.size === 0)
      throw config.wrong([], `no experiment is called "${experiment}": it has none`);
    const { message, next } = unknownName('experiment', experiment, [...experiments.keys()]);
    throw usageError(`${config.name}: ${message}`, next === undefined ? {} : { next });
  }
  const nearest = [experiments.get(experiment ?? ''), commands.get(command.name()), shared];
  const options = new Set(command.options.map((option) => option.attributeName()));
  const isGiven = (name: string) => (command.getOptionValueSource(name) ?? 'default') !== 'default';
  for (const values of nearest) {
    const said = new Set(ONE_OF.filter((names) => names.some(isGiven)).flat());
    if (SUBJECT.some(isGiven)) for (const name of OF_STORE) said.add(name);
    if (PODS.some(isGiven)) for (const name of [...OF_PROJECT, ...OF_PODS]) said.add(name);
    // A cluster that is named beside pods is theirs.
    if (PODS.some(isGiven) && values?.has('kubernetesApp') === true) said.add('context');
    for (const [name, value] of values ?? []) {
      if (!options.has(name) || isGiven(name) || said.has(name)) continue;
      command.setOptionValueWithSource(name, value, 'config');
    }
  }
}
