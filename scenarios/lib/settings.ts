import { ProfileSchedule, type Profile } from '../../protocol/profile.ts';
import { RECOVER_WITHIN_MS, UNSERVED_ALLOWED } from '../../protocol/service.ts';
import { balancerVariable, STACK_INSTANCES } from '../../protocol/stack.ts';
import { BALANCER_PORTS } from '../../protocol/stores.ts';

/** What a scenario is told by `-e NAME=value`, or by the environment. */
export interface Settings {
  /** Base addresses of the app's instances, or of the balancer in front of them. */
  targets: readonly string[];
  /** Instances of the app behind the targets. */
  instances: number;
  /** How requests are spread over several targets: by chance, or a session always to the same one. */
  balance: 'random' | 'sticky';
  clients: number;
  /** Operations a second, over all clients; with a profile, on the average. */
  rate: number;
  /** How the rate changes over the load's time; undefined: it does not. */
  profile: Profile | undefined;
  /** Whether the rate goes up until something breaks: then a client that is far behind has seen enough. */
  breakpoint: boolean;
  /** How long a client thinks before it asks again, drawn evenly between the two; undefined: not at all. */
  think: { fromMs: number; toMs: number } | undefined;
  durationMs: number;
  /** How long clients stay connected and silent at the end. */
  lingerMs: number;
  /** How long clients then come back to one session each, where the workload has them do so. */
  returningMs: number;
  seed: number;
  /** Bytes of filler in each session. */
  bytes: number;
  /** A client waits this long for an answer. */
  timeoutMs: number;
  /** Whether every operation becomes a line of the history on the console output. */
  record: boolean;
  /** Whether k6's metrics are for somebody who watches: more of them, and tagged with run, workload and store. */
  live: boolean;
  /** What this run is called in its metrics. */
  run: string;
  workload: string;
  experiment: string;
  store: string;
  ttlMs: number | undefined;
  /** The share of what is asked outside of faults and their recovery that may go unserved. */
  unserved: number;
  /** How long after a fault's end the app may stay away. */
  recoverWithinMs: number;
  /** Whether every response carries the cookie anew. */
  rolling: boolean;
  /** When the first target is told to exit, for runs without the harness. */
  restartAtMs: number | undefined;
  restartHow: 'term' | 'kill';
  token: string;
  /** An address that answers once no more faults are to come; of the harness, which alone knows. */
  faultsOver: string | undefined;
  /** An address that tells the time, where several generators compare their clocks with one. */
  clock: string | undefined;
  /** Whether the clock of an app is made wrong on purpose: when a cookie ends is then not known. */
  clocksDiffer: boolean;
  /** How many faults the harness has planned. */
  faults: number;
  /** Of hosts that are names: their addresses, as the harness found them. */
  addresses: Readonly<Record<string, string>>;
  /** By a target's host and port, those to connect to in their place. */
  shortcuts: Readonly<Record<string, string>>;
}

/** Reads the settings; a value that cannot be used ends the scenario with a message that names it. */
export function settings(workload: string, defaults: Partial<Settings> = {}): Settings {
  // The harness reads the history, and nobody the metrics unless it has them sent somewhere.
  const harness = __ENV['HARNESS'] !== undefined;
  const profile = JSON.parse(text('PROFILE', 'null')) as Profile | null;
  const targets = (optionalText('TARGET') ?? addressOf(optionalText('STORE'))).split(',');
  const isBalanced = optionalText('TARGET') === undefined && optionalText('STORE') !== undefined;
  return {
    targets,
    instances: number(
      'INSTANCES',
      isBalanced ? number('HOLDFAST_INSTANCES', STACK_INSTANCES) : targets.length,
    ),
    balance: oneOf('BALANCE', ['random', 'sticky']),
    clients: number('CLIENTS', defaults.clients ?? 20),
    rate: profile === null ? number('RATE', defaults.rate ?? 200) : new ProfileSchedule(profile).meanRate,
    profile: profile ?? undefined,
    breakpoint: text('BREAKPOINT', 'false') === 'true',
    think: thinkOf(optionalText('THINK_MS')),
    durationMs: number('DURATION_MS', defaults.durationMs ?? 20_000),
    lingerMs: number('LINGER_MS', 0),
    returningMs: number('RETURNING_MS', 0),
    seed: number('SEED', 1),
    bytes: number('BYTES', defaults.bytes ?? 0),
    timeoutMs: number('TIMEOUT_MS', 5000),
    record: text('RECORD', String(harness || optionalText('K6_CONSOLE_OUTPUT') !== undefined)) === 'true',
    live: !harness || optionalText('K6_OUT') !== undefined,
    run: text('RUN', `${workload} ${new Date().toISOString().slice(0, 19)}Z`),
    workload: text('WORKLOAD', workload),
    experiment: text('EXPERIMENT', workload),
    store: text('STORE', 'unknown'),
    ttlMs: optionalNumber('TTL_MS') ?? defaults.ttlMs,
    unserved: number('UNSERVED', UNSERVED_ALLOWED),
    recoverWithinMs: number('RECOVER_WITHIN_MS', RECOVER_WITHIN_MS),
    rolling: text('ROLLING', 'false') === 'true',
    restartAtMs: optionalNumber('RESTART_AT_MS'),
    restartHow: oneOf('RESTART_HOW', ['term', 'kill']),
    token: text('CONTROL_TOKEN', ''),
    faultsOver: optionalText('FAULTS_OVER'),
    clock: optionalText('CLOCK'),
    clocksDiffer: text('CLOCKS_DIFFER', 'false') === 'true',
    faults: number('FAULTS', 0),
    addresses: JSON.parse(text('ADDRESSES', '{}')) as Record<string, string>,
    shortcuts: JSON.parse(text('SHORTCUTS', '{}')) as Record<string, string>,
  };
}

/** Where the live stack serves a store: by its balancer's own name inside it, and on this machine outside. */
function addressOf(store: string | undefined): string {
  if (store === undefined) return 'http://127.0.0.1:3000';
  const port = BALANCER_PORTS[store];
  if (port === undefined) {
    const known = Object.keys(BALANCER_PORTS).join(', ');
    throw new Error(
      `the live stack has no store "${store}" (it has ${known}); give the address of the app as TARGET`,
    );
  }
  const balancer = optionalText('BALANCER');
  if (balancer !== undefined) return balancer.replace('{store}', store);
  return `http://127.0.0.1:${number(balancerVariable(store), port)}`;
}

/** As `500` or `200..2000`. */
function thinkOf(given: string | undefined): Settings['think'] {
  if (given === undefined) return undefined;
  const [from = NaN, to = from] = given.split('..').map(Number);
  if (!(from >= 0 && to >= from))
    throw new Error(`THINK_MS must be such as 500 or 200..2000, not "${given}"`);
  return { fromMs: from, toMs: to };
}

function text(name: string, otherwise: string): string {
  return optionalText(name) ?? otherwise;
}

function optionalText(name: string): string | undefined {
  const given = __ENV[name];
  return given === '' ? undefined : given;
}

function optionalNumber(name: string): number | undefined {
  return optionalText(name) === undefined ? undefined : number(name, 0);
}

function number(name: string, otherwise: number): number {
  const given = text(name, String(otherwise));
  const parsed = Number(given);
  if (!Number.isFinite(parsed) || parsed < 0)
    throw new Error(`${name} must be a number from 0 on, not "${given}"`);
  return parsed;
}

function oneOf<const Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice {
  const given = text(name, choices[0]);
  const found = choices.find((choice) => choice === given);
  if (found === undefined) throw new Error(`${name} must be one of ${choices.join(', ')}, not "${given}"`);
  return found;
}
