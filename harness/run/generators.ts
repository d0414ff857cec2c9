import { serveFaultsOver } from '../generator/faults-over.ts';
import { CLOCK_ROUTE } from '../../protocol/reference-clock.ts';
import { startInPods } from '../generator/in-pods.ts';
import { startGenerator } from '../generator/k6.ts';
import type { Recording } from '../history/recording.ts';
import type { Experiment } from '../model/plan.ts';
import type { StartedSubject } from '../platform/subject.ts';
import type { Tool } from '../provision/provision.ts';
import type { RunContext } from './context.ts';
import type { Parts } from './parts.ts';

/** What does the load of an experiment. Disposing of it ends it. */
export interface Load extends AsyncDisposable {
  /** Of the one k6 of this machine. */
  readonly pid: number | undefined;
  /** Settles when the load begins and the recording is open; rejects where it does not begin. */
  readonly started: Promise<unknown>;
  /** What went wrong, in words, or undefined if all was done that there was to do. */
  readonly finished: Promise<string | undefined>;
  /** How many operations have found their session by now, as far as it is known here. */
  readonly found: number;
  /** To be called when load and faults are over. */
  readonly onWhole?: () => Promise<void>;
}

interface LoadContext {
  context: RunContext;
  started: StartedSubject;
  recording: Recording;
  parts: Parts | undefined;
  logFolder: string;
  /** Settles once no more faults are to come. */
  faultsOver: Promise<unknown>;
}

/** Starts what the plan has: k6 on this machine, or pods of k6-operator beside the subject. */
export const generatorOf = (experiment: Experiment, context: LoadContext): Promise<Load> =>
  context.parts === undefined ? onMachine(experiment, context) : inPods(experiment, context, context.parts);

async function onMachine(
  experiment: Experiment,
  { context, started, recording, logFolder, faultsOver }: LoadContext,
): Promise<Load> {
  await using stack = new AsyncDisposableStack();
  const { address } = stack.use(await serveFaultsOver(faultsOver));
  let found = 0;
  const { pid, ...generator } = stack.use(
    startGenerator({
      k6: context.tools.get('k6') as Tool,
      experiment,
      targets: started.targets,
      shortcuts: started.shortcuts ?? {},
      faultsOver: address,
      environment: context.platform.generatorEnvironment(experiment),
      logFolder,
      reaper: context.reaper,
      onLine: (line) => {
        recording.fromGenerator(line);
        if (line.includes('"outcome":"ok"') && !line.includes('"absent":true')) found++;
      },
    }),
  );
  const owned = stack.move();
  return {
    pid,
    started: generator.started,
    finished: generator.finished,
    get found() {
      return found;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function inPods(
  experiment: Experiment,
  { context, recording, faultsOver }: LoadContext,
  parts: Parts,
): Promise<Load> {
  const { inside } = context.platform;
  const { generators = 1 } = experiment.load;
  if (inside === undefined) throw new Error('there are no pods to have generators in');
  const load = startInPods({
    k6: context.tools.get('k6') as Tool,
    experiment,
    generators,
    inside,
    folder: parts.runners,
    faultsOver,
    report: (line) => context.task.onPhase(line),
    onLost: (why) => recording.spoil(why),
  });
  const clockUrl = inside.exporter.outside + CLOCK_ROUTE;
  const started = load.started.then(() => parts.begin(recording, clockUrl));
  const finished = load.finished.then(() => undefined);
  // Whoever waits only for the one must not die of the other.
  for (const each of [started, finished]) each.catch(() => {});
  return {
    pid: undefined,
    started,
    finished,
    // What clients see is known when all is over.
    found: 0,
    onWhole: () => parts.end(recording, clockUrl),
    [Symbol.asyncDispose]: () => load[Symbol.asyncDispose](),
  };
}
