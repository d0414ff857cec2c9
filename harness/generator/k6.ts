import { totalmem } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ExperimentLine } from '../../protocol/history.ts';
import { limitOf } from './limit.ts';
import { scenarioSettings } from './scenario-settings.ts';
import { CONFIG, scriptFile } from './scenarios.ts';
import { Child } from '../process/child.ts';
import { NETWORK } from '../process/environment.ts';
import type { Reaper } from '../process/reaper.ts';
import type { Experiment } from '../model/plan.ts';
import type { Tool } from '../provision/provision.ts';

export interface GeneratorContext {
  k6: Tool;
  experiment: Experiment;
  targets: readonly string[];
  /** By a target's host and port, those to connect to in their place. */
  shortcuts?: Readonly<Record<string, string>>;
  /** Answers once no more faults are to come. */
  faultsOver: string;
  /** What the platform tells it besides. */
  environment: Readonly<Record<string, string>>;
  logFolder: string;
  reaper: Reaper;
  /** How long it may take in all, where that is not for the plan to say. */
  limitMs?: number;
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
  const { k6, experiment, logFolder, reaper, onLine, limitMs = limitOf(experiment) } = context;
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
      '--config',
      CONFIG,
      '--quiet',
      '--no-usage-report',
      // Without these two it keeps no measurement; for its summary it would keep every one, 330 MB an hour at 500/s.
      '--no-thresholds',
      '--summary-mode',
      'disabled',
      '--log-format',
      'raw',
      scriptFile(experiment.load.workload),
    ],
    env: { ...k6.env, ...collection(), ...environmentOf(context) },
    // A target beyond this machine may need a proxy; none is ever used to reach this machine.
    passedOn: experiment.subject.targets === undefined ? [] : NETWORK,
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
  let isLate = false;
  // k6 has limits of its own, and may be stopped, stuck or set up in a way that nobody thought of.
  const limit = setTimeout(() => {
    isLate = true;
    child.signal('SIGKILL');
  }, limitMs);
  const finished = child.exited.then(async (exit) => {
    clearTimeout(limit);
    await read;
    const ended = isLate
      ? `k6 had not ended after ${limitMs / 1000} s and was killed`
      : `k6 ended too early: ${child.describeExit()}`;
    const problem = exit.code === 0 ? undefined : `${ended}${said(complaints)}`;
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

/**
 * k6 collects its garbage on all processors at once, which on a small machine keeps the app from them: with Go's default it
 * did so twice a second, and that was what the p99 of a local store showed. It may let its heap grow to five times what is
 * in use before it does, and, beyond half of the memory, less (https://go.dev/doc/gc-guide).
 */
const collection = () => ({ GOGC: '400', GOMEMLIMIT: `${Math.floor(memoryBytes() / 2)}B` });

/** What this process may have, by the machine and by the control group. */
const memoryBytes = () => Math.min(totalmem(), process.constrainedMemory() || Infinity);

function environmentOf({
  experiment,
  targets,
  shortcuts = {},
  faultsOver,
  environment,
}: GeneratorContext): Record<string, string> {
  const { subject } = experiment;
  return {
    HARNESS: 'true',
    ...scenarioSettings(experiment, targets),
    SHORTCUTS: JSON.stringify(shortcuts),
    FAULTS_OVER: faultsOver,
    FAULTS: String(experiment.faults.length),
    // Nobody has signed the certificate of a proxy that the run has put there itself.
    ...(subject.tlsProxy ? { K6_INSECURE_SKIP_TLS_VERIFY: 'true' } : {}),
    // It would serve its own control API, on a port that another run's k6 may have.
    K6_ADDRESS: '',
    ...environment,
  };
}

/** What k6 said, less the line that it prints for every request that got no answer. */
function said(complaints: readonly string[]): string {
  const words = complaints.filter((line) => line.trim() !== '' && line !== 'Request Failed').slice(0, 5);
  return words.length === 0 ? '' : `\n  it said: ${words.join('\n    ')}`;
}
