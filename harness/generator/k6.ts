import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ExperimentLine } from '../../protocol/history.ts';
import { Child } from '../process/child.ts';
import type { Reaper } from '../process/reaper.ts';
import type { Experiment } from '../model/plan.ts';
import type { Tool } from '../provision/provision.ts';

const SCENARIOS = fileURLToPath(new URL('../../scenarios/', import.meta.url));

export interface GeneratorContext {
  k6: Tool;
  experiment: Experiment;
  targets: readonly string[];
  /** Answers once no more faults are to come. */
  faultsOver: string;
  /** What the platform tells it besides. */
  environment: Readonly<Record<string, string>>;
  logFolder: string;
  reaper: Reaper;
  /** Takes every line of the history, in the order in which k6 printed them. */
  onLine: (line: string) => void;
}

/** k6 at work. Disposing of it kills it. */
export interface Generator extends AsyncDisposable {
  readonly pid: number | undefined;
  /** The experiment's first line, as soon as k6 is set up and the epoch is known; rejects if k6 ends before. */
  readonly started: Promise<ExperimentLine>;
  /** What went wrong, in words, or undefined if k6 did all that it was to do. */
  readonly finished: Promise<string | undefined>;
}

/**
 * Starts k6 on the experiment's workload. The recorder in the scenario prints the history on k6's log, one JSON
 * object a line; everything else that k6 prints goes to its log file.
 */
export function startGenerator(context: GeneratorContext): Generator {
  const { k6, experiment, logFolder, reaper, onLine } = context;
  const { promise: started, resolve, reject } = Promise.withResolvers<ExperimentLine>();
  // Whoever waits only for the end must not die of a start that failed.
  started.catch(() => {});
  const logFile = join(logFolder, 'k6.log');
  const complaints: string[] = [];
  let read: Promise<void> = Promise.resolve();
  const child = new Child({
    name: 'k6',
    command: k6.path,
    args: [
      'run',
      '--quiet',
      '--no-usage-report',
      '--no-thresholds',
      '--log-format',
      'raw',
      scriptOf(experiment),
    ],
    env: { ...k6.env, ...environmentOf(context) },
    logFile,
    reaper,
    onStderr: (stream) => {
      const lines = createInterface({ input: stream });
      lines.on('line', (line) => {
        if (!line.startsWith('{"')) {
          if (complaints.length < 200) complaints.push(line);
          return;
        }
        onLine(line);
        if (line.startsWith('{"experiment"')) resolve(JSON.parse(line) as ExperimentLine);
      });
      read = new Promise((done) => lines.once('close', done));
    },
  });
  const finished = child.exited.then(async (exit) => {
    await read;
    const problem =
      exit.code === 0 ? undefined : `k6 ended too early: ${child.describeExit()}${said(complaints)}`;
    reject(new Error(problem ?? 'k6 ended without having started'));
    return problem;
  });
  return {
    pid: child.pid,
    started,
    finished,
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}

const scriptOf = ({ load }: Experiment) => join(SCENARIOS, `${load.workload}.ts`);

function environmentOf({
  experiment,
  targets,
  faultsOver,
  environment,
}: GeneratorContext): Record<string, string> {
  const { id, load, subject, seed } = experiment;
  return {
    HARNESS: 'true',
    EXPERIMENT: id,
    WORKLOAD: load.workload,
    STORE: subject.store,
    TARGET: targets.join(','),
    INSTANCES: String(subject.instances),
    FAULTS_OVER: faultsOver,
    BALANCE: subject.balance,
    CLIENTS: String(load.clients),
    RATE: String(load.rate),
    DURATION_MS: String(load.durationMs),
    LINGER_MS: String(load.lingerMs),
    BYTES: String(load.bytes),
    TIMEOUT_MS: String(load.timeoutMs),
    TTL_MS: String(subject.ttlMs),
    ROLLING: String(subject.rolling),
    SEED: String(seed),
    // Nobody has signed the certificate of a proxy that the run has put there itself.
    ...(subject.tlsProxy ? { K6_INSECURE_SKIP_TLS_VERIFY: 'true' } : {}),
    // k6's own settings must come from the plan alone.
    K6_ADDRESS: '',
    ...environment,
  };
}

/** What k6 said, less the line that it prints for every request that got no answer. */
function said(complaints: readonly string[]): string {
  const words = complaints.filter((line) => line.trim() !== '' && line !== 'Request Failed').slice(0, 5);
  return words.length === 0 ? '' : `\n  it said: ${words.join('\n    ')}`;
}
