import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Line } from '../protocol/history.ts';
import { startGenerator } from './generator/k6.ts';
import type { Task } from './cli/display.ts';
import type { HistoryWriter } from './history/writer.ts';
import { runNemesis } from './nemesis/nemesis.ts';
import type { Guardian } from './platform/process/guardian.ts';
import { startSubject } from './platform/process/platform.ts';
import { sampleMemory } from './platform/sampler.ts';
import type { Experiment } from './plan/plan.ts';
import { storeFacts } from './plan/stores.ts';
import type { Tool } from './provision/provision.ts';

export interface RunContext {
  /** The run's folder. */
  folder: string;
  tools: ReadonlyMap<string, Tool>;
  history: HistoryWriter;
  guardian: Guardian;
  appPort: number | undefined;
  signal: AbortSignal;
  /** Shows how far it is. */
  task: Task;
}

/**
 * Runs one experiment from its start to its end: subject, generator, nemesis and sampler, all into the history.
 * What goes wrong with the subject or the generator becomes a note that spoils the experiment's verdicts, and the
 * next experiment can go on; only an interruption or a history that cannot be written rejects.
 */
export async function runExperiment(experiment: Experiment, context: RunContext): Promise<void> {
  const { history, guardian, signal, task } = context;
  const { subject } = experiment;
  const logFolder = join(context.folder, 'logs', experiment.id);
  const dataFolder = join(context.folder, 'data', experiment.id);
  const toolName = storeFacts(subject.store).server;
  let epochMs: number | undefined;
  let end: string | undefined;
  const clock = () => performance.timeOrigin + performance.now() - (epochMs ?? Date.now());
  const early: Line[] = [];
  const record = (line: Line) => {
    if (epochMs === undefined) {
      early.push(line);
      return;
    }
    history.write(line);
    task.onLine(JSON.stringify(line));
  };
  const spoil = (note: string) => record({ note, at: clock(), spoils: true });
  // Ends the samplers and the nemesis when the generator has ended.
  const over = new AbortController();
  const all = AbortSignal.any([signal, over.signal]);

  try {
    task.onPhase('starting');
    await using started = await startSubject({
      subject,
      serverTool: toolName === undefined ? undefined : context.tools.get(toolName),
      logFolder,
      dataFolder,
      appPort: context.appPort,
      guardian,
      signal,
      onDeath: spoil,
    });
    for (const note of await warningsOf(logFolder)) record({ note, at: 0, spoils: false });
    task.onPhase('running');
    await using generator = startGenerator({
      k6: context.tools.get('k6') as Tool,
      experiment,
      targets: started.instances.map(({ url }) => url),
      logFolder,
      guardian,
      onLine: (line) => {
        // The generator's own end is not yet the experiment's: a fault may still be healing.
        if (line.startsWith('{"end"')) end = line;
        else history.writeRaw(line);
        task.onLine(line);
      },
    });
    epochMs = (await untilAborted(generator.started, signal)).epochMs;
    early.splice(0).forEach(record);
    const { faults, sampleEveryMs: everyMs } = experiment;
    const nemesis = runNemesis({ faults, subject: started, clock, signal: all, onFault: record });
    const sampler =
      everyMs === undefined
        ? undefined
        : sampleMemory({ subject: started, everyMs, clock, signal: all, onSample: record });
    const problem = await untilAborted(generator.finished, signal);
    if (problem !== undefined) spoil(problem);
    over.abort();
    const [broken] = await Promise.allSettled([nemesis, sampler]);
    if (broken.status === 'rejected') spoil('the workload ended before the last fault had healed');
    if (end !== undefined) history.writeRaw(end);
  } catch (error) {
    signal.throwIfAborted();
    if (epochMs === undefined) {
      epochMs = Date.now();
      history.write({ experiment: experiment.id, epochMs, store: subject.store });
      early.splice(0).forEach(record);
    }
    spoil(error instanceof Error ? error.message : String(error));
  } finally {
    over.abort();
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The warnings that an app printed before its first request. */
async function warningsOf(logFolder: string): Promise<string[]> {
  const log = await readFile(join(logFolder, 'app-1.log'), 'utf8').catch(() => '');
  const words = /^Warning:.*(?:\n(?!\w+-\d+:).*)*/m.exec(log)?.[0];
  return words === undefined
    ? []
    : [`app-1 printed before its first request: ${words.replaceAll(/\s+/g, ' ')}`];
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', onAbort));
}
