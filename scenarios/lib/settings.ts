/** What a scenario is told by `-e NAME=value`, or by the environment. */
export interface Settings {
  /** Base addresses of the app's instances, or of the balancer in front of them. */
  targets: readonly string[];
  /** How requests are spread over several targets: by chance, or a session always to the same one. */
  balance: 'random' | 'sticky';
  clients: number;
  /** Operations a second, over all clients. */
  rate: number;
  durationMs: number;
  /** How long clients stay connected and silent at the end. */
  lingerMs: number;
  seed: number;
  /** Bytes of filler in each session. */
  bytes: number;
  /** A client waits this long for an answer. */
  timeoutMs: number;
  /** Whether every operation becomes a line of the history on the console output. */
  record: boolean;
  experiment: string;
  store: string;
  ttlMs: number | undefined;
  /** Whether every response carries the cookie anew. */
  rolling: boolean;
  /** When the first target is told to exit, for runs without the harness. */
  restartAtMs: number | undefined;
  restartHow: 'term' | 'kill';
  token: string;
}

/** Reads the settings; a value that cannot be used ends the scenario with a message that names it. */
export function settings(workload: string, defaults: Partial<Settings> = {}): Settings {
  return {
    targets: text('TARGET', 'http://127.0.0.1:3000').split(','),
    balance: oneOf('BALANCE', ['random', 'sticky']),
    clients: number('CLIENTS', defaults.clients ?? 20),
    rate: number('RATE', defaults.rate ?? 200),
    durationMs: number('DURATION_MS', defaults.durationMs ?? 20_000),
    lingerMs: number('LINGER_MS', 0),
    seed: number('SEED', 1),
    bytes: number('BYTES', defaults.bytes ?? 0),
    timeoutMs: number('TIMEOUT_MS', 5000),
    record: text('RECORD', 'true') === 'true',
    experiment: text('EXPERIMENT', workload),
    store: text('STORE', 'unknown'),
    ttlMs: optionalNumber('TTL_MS') ?? defaults.ttlMs,
    rolling: text('ROLLING', 'false') === 'true',
    restartAtMs: optionalNumber('RESTART_AT_MS'),
    restartHow: oneOf('RESTART_HOW', ['term', 'kill']),
    token: text('CONTROL_TOKEN', ''),
  };
}

function text(name: string, otherwise: string): string {
  const given = __ENV[name];
  return given === undefined || given === '' ? otherwise : given;
}

function optionalNumber(name: string): number | undefined {
  const given = __ENV[name];
  return given === undefined || given === '' ? undefined : number(name, 0);
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
