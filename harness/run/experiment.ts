import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pTimeout from 'p-timeout';
import type { FaultLine } from '../../protocol/history.ts';
import { stepsOf } from '../../protocol/profile.ts';
import { HoldfastError, messageOf } from '../errors.ts';
import { typed } from '../explain.ts';
import { Recording } from '../history/recording.ts';
import { BUSY } from '../model/busy.ts';
import { FAULTS } from '../model/faults.ts';
import { subjectId } from '../model/subject-id.ts';
import { uncleanNote } from '../model/unclean-note.ts';
import { traitsOf } from '../model/workloads.ts';
import { runNemesis } from '../nemesis/nemesis.ts';
import { countCalls } from '../platform/call-count.ts';
import type { Platform } from '../platform/platform.ts';
import { followLogs } from '../platform/follow-logs.ts';
import { watchStarvation } from '../platform/starvation-watch.ts';
import { processorShares } from '../platform/processor-shares.ts';
import { ownDoing } from '../history/own-doing.ts';
import { watchStore } from '../platform/store-watch.ts';
import { sampleMemory } from '../platform/sampler.ts';
import type { StartedSubject } from '../platform/subject.ts';
import type { RunContext } from './context.ts';
import { generatorOf } from './generators.ts';
import { Parts } from './parts.ts';
import { noteRetained } from './retained.ts';
import { silentStore } from './silent-store.ts';
import type { Experiment, Load } from '../model/plan.ts';
import { hiding, type Hide } from '../secrets/hide.ts';
import { secretsOf } from '../secrets/secrets-of.ts';

/**
 * Runs one experiment from its start to its end: subject, generator, nemesis and sampler, all into the history.
 * What goes wrong with the subject or the generator becomes a note that spoils the experiment's verdicts, and the
 * next experiment can go on; only an interruption or a history that cannot be written rejects.
 */
export async function runExperiment(experiment: Experiment, context: RunContext): Promise<void> {
  const { id, subject } = experiment;
  const hide = hiding(secretsOf(subject));
  const parts =
    experiment.load.generators === undefined ? undefined : await Parts.open(context.folder, experiment);
  const recording = new Recording(
    parts?.history ?? context.history,
    (line) => context.task.onLine(line),
    hide,
  );
  // Of pods the logs are fetched when all is over.
  const logs =
    context.platform.cluster === undefined ? logsOf(experiment, context, recording, hide) : undefined;
  try {
    try {
      await attempt(experiment, context, { recording, logs, parts });
    } finally {
      for (const line of (await logs?.errors()) ?? []) recording.add(line);
    }
    if (!context.hasItsPackages()) recording.spoil(OTHER_PACKAGES);
    recording.finish();
  } catch (error) {
    context.signal.throwIfAborted();
    recording.openWithoutGenerator(id, subjectId(subject));
    const reason = reasonOf(error);
    recording.spoil(context.hasItsPackages() ? reason : `${OTHER_PACKAGES}: ${reason}`);
  } finally {
    await parts?.mergeInto(context.history);
    const data = dataFolderOf(experiment, context);
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  }
}

const AS_IT_IS = {
  whole: 'the app was up already: nothing of it was broken, and its memory was not read',
  broken:
    'the app was up already, in a compose project whose containers were broken; its memory was not read',
};

const inCluster = ({ context, version, nodes }: NonNullable<Platform['cluster']>): string =>
  `in pods of the cluster of the context ${context}: Kubernetes ${version}${nodes === undefined ? '' : `, ${nodes} node${nodes === 1 ? '' : 's'}`}`;

const OTHER_PACKAGES =
  'the npm packages of Holdfast were changed while it ran, so it is not known what was tested';

interface Recorders {
  recording: Recording;
  /** What the app prints; it is heard until the subject is disposed of. */
  logs: ReturnType<typeof followLogs> | undefined;
  /** Where generators in pods record for themselves. */
  parts: Parts | undefined;
}

/** Rejects if the subject did not start, died, or the generator did not come to its end. */
async function attempt(
  experiment: Experiment,
  context: RunContext,
  { recording, logs, parts }: Recorders,
): Promise<void> {
  const { platform, signal, task } = context;
  const { subject, faults, load, sampleEveryMs: everyMs } = experiment;
  const logFolder = join(context.folder, logFolderOf(experiment));
  // Ends everything below: the user, a process that died by itself, or the generator's end.
  const over = new AbortController();
  const all = AbortSignal.any([signal, over.signal]);

  const onFault = (line: FaultLine) => {
    recording.add(line);
    platform.onFault?.(experiment, line);
  };

  task.onPhase('starting');
  await using started = await platform.start({
    experiment,
    logFolder,
    dataFolder: dataFolderOf(experiment, context),
    signal,
    onDeath: (what) => over.abort(new Error(what)),
    // An app that misses its packages has done nothing to itself.
    onUnplanned: (line) => {
      if (context.hasItsPackages()) onFault({ ...line, at: recording.since(line.at) });
    },
    onUnclean: (what) => recording.note(uncleanNote(what)),
  });
  const isOurs = subject.targets === undefined;
  if (!isOurs) recording.note(AS_IT_IS[started.instances.length > 0 ? 'broken' : 'whole']);
  // An app of the user's tells nothing of itself but what clients see.
  const measured = isOurs ? started : { ...started, instances: [], server: undefined };
  if (platform.cluster !== undefined) recording.note(inCluster(platform.cluster));
  const warning = isOurs ? await warningIn(join(logFolder, 'app-1.log')) : undefined;
  if (warning !== undefined) recording.note(`app-1 printed before its first request: ${warning}`);

  task.onPhase('running');
  const healed = Promise.withResolvers<void>();
  await using generator = await generatorOf(experiment, {
    context,
    started,
    recording,
    parts,
    logFolder,
    faultsOver: healed.promise,
  });
  await untilAborted(generator.started, all);
  const { clock, add } = recording;
  const clients = { count: load.clients, found: () => generator.found, endMs: load.durationMs };
  const nemesis = runNemesis({ faults, subject: started, clock, signal: all, onFault, clients });
  healed.resolve(nemesis);
  const sampler =
    everyMs === undefined
      ? undefined
      : sampleMemory({ subject: measured, everyMs, clock, signal: all, onSample: add });
  const store = silentStore({
    load,
    faults,
    instances: measured.instances,
    clock,
    onFault,
    assertNoneStopped: () => assertNoneStopped(started),
    giveUp: (error) => over.abort(error),
  });
  const saves = watchStore({
    subject: measured,
    clock,
    signal: all,
    onUnsaved: add,
    onRepeats(instance, what) {
      const reason = `${instance}: ${what}`;
      for (const line of ownDoing({ failure: 'store-repeats', instance, atMs: clock(), reason }))
        onFault(line);
    },
    silence: store.silence,
  });
  const starvation = watchStarvation({ subject: started, clock, signal: all, onStarved: add });
  const loaded = new AbortController();
  const shares = load.breakpoint && {
    of: processorShares({
      steps: stepsOf(load.profile ?? []),
      pid: generator.pid,
      subject: measured,
      clock,
      signal: AbortSignal.any([all, loaded.signal]),
    }),
  };
  try {
    const problem = await untilAborted(generator.finished, all);
    if (problem !== undefined) throw new Error(problem);
    await store.settled();
    loaded.abort();
    if (shares) recording.note(BUSY.note, await shares.of);
    // An instance that was started anew counts from zero.
    if (isOurs && !faults.some(({ kind }) => FAULTS[kind].site === 'app'))
      await noteCalls(started, recording, load);
  } finally {
    over.abort(new Error('the workload ended before the last fault had healed'));
    await Promise.allSettled([nemesis, sampler, saves, starvation, shares?.of, logs?.stop()]);
  }
  await nemesis;
  await generator.onWhole?.();
  await assertNoneStopped(started);
  if (experiment.snapshots) {
    task.onPhase('looking at the heap');
    await noteRetained(measured, subject, { recording, signal });
  }
}

/** Whatever is stopped when no fault is at work was stopped by somebody else, and so is what clients saw of it. */
async function assertNoneStopped({ stopped }: StartedSubject): Promise<void> {
  const names = (await stopped?.()) ?? [];
  if (names.length > 0)
    throw new Error(`somebody has stopped ${names.join(' and ')} (SIGSTOP), and it does not go on`);
}

/** What cannot be counted is not noted, and whatever rests on it is unknown. */
async function noteCalls(started: StartedSubject, recording: Recording, { workload }: Load): Promise<void> {
  // All that a store keeps may be much: it is looked at where there is something to look for.
  const look = traitsOf(workload).leaves ?? 'nothing';
  const figures = await countCalls(started, { look }).catch(() => undefined);
  if (figures) recording.note('what the app and the server of its store counted', figures);
}

/** The history keeps what to do about it as well. */
function reasonOf(error: unknown): string {
  if (error instanceof HoldfastError && error.next !== undefined)
    return `${error.message}. Try: ${typed(error.next)}`;
  return messageOf(error);
}

const logFolderOf = ({ id }: Experiment) => join('logs', id);

const logsOf = (experiment: Experiment, { folder }: RunContext, { clock }: Recording, hide: Hide) =>
  followLogs({ folder: join(folder, logFolderOf(experiment)), named: logFolderOf(experiment), clock, hide });

const dataFolderOf = ({ id }: Experiment, { folder }: RunContext) => join(folder, 'data', id);

/** The warning that an app printed, on one line, if there is one. */
async function warningIn(logFile: string): Promise<string | undefined> {
  const log = await readFile(logFile, 'utf8');
  const words = /^Warning:.*(?:\n(?!\w+-\d+:).*)*/m.exec(log)?.[0];
  return words?.replaceAll(/\s+/g, ' ');
}

/** The promise's value, unless the signal aborts first: then its reason. */
const untilAborted = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  pTimeout(promise, { milliseconds: Infinity, signal });
