import { Worker } from 'node:worker_threads';
import { programFile } from '../../protocol/program-file.ts';
import { usageError } from '../errors.ts';
import type { Experiment } from '../model/plan.ts';
import type { Task } from '../run/progress.ts';
import type { FromWatcher, ToWatcher, Watch } from './messages.ts';

/** Lines go over in lots: one by one they would cost more than what they say. */
const LOT_MS = 250;

/** A run that is watched while it goes on, in a thread of its own. Disposing of it ends that. */
export interface Watcher extends AsyncDisposable {
  /** Where its page is. */
  readonly address: string | undefined;
  /** What was seen so far, in a line. */
  readonly summary: string;
  /** Looks at what is recorded there, now and then. */
  history(file: string): void;
  /** A task that tells all that it hears. */
  listen(experiment: Experiment, task: Task): Task;
  /** The run has come to its end, and to a report. */
  over(report: string): void;
}

/** Starts to watch. Rejects with a usage error where the port of the page cannot be had. */
export async function startWatch(watch: Watch): Promise<Watcher> {
  const worker = new Worker(programFile('watch-main', import.meta.url), { workerData: watch });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- it is a thread, and no window
  const send = (message: ToWatcher) => worker.postMessage(message);
  const opened = Promise.withResolvers<string | undefined>();
  const closed = Promise.withResolvers<void>();
  let summary = '';
  let report: string | undefined;
  let lot: string[] = [];
  worker.on('message', (message: FromWatcher) => {
    if (message.kind === 'listening') opened.resolve(message.address);
    else if (message.kind === 'summary') summary = message.text;
    else if (message.kind === 'closed') closed.resolve();
    else
      opened.reject(
        usageError(`the page could not be served: ${message.why}`, { next: '--ui 0, for any free port' }),
      );
  });
  // Whoever watches may fail; the run is not to.
  worker.on('error', (error) => {
    summary = `nobody watches any more: ${error.message}`;
    opened.reject(error);
    closed.resolve();
  });
  worker.on('exit', () => closed.resolve());
  if (watch.port === undefined) opened.resolve(undefined);
  const sending = setInterval(() => {
    if (lot.length > 0) send({ kind: 'lines', lines: lot });
    lot = [];
  }, LOT_MS);
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= end());
  const end = async () => {
    clearInterval(sending);
    send({ kind: 'lines', lines: lot });
    send({ kind: 'over', report });
    await closed.promise;
    await worker.terminate();
  };
  const address = await opened.promise.catch(async (error: unknown) => {
    clearInterval(sending);
    await worker.terminate();
    throw error;
  });
  return {
    address,
    get summary() {
      return summary;
    },
    history: (file) => send({ kind: 'history', file }),
    listen(experiment, task) {
      const { title, load } = experiment;
      send({ kind: 'begin', title, durationMs: load.durationMs });
      return {
        onPhase(phase) {
          send({ kind: 'phase', phase });
          task.onPhase(phase);
        },
        onLine(line) {
          lot.push(line);
          task.onLine(line);
        },
      };
    },
    over: (file) => {
      report = file;
    },
    [Symbol.asyncDispose]: close,
  };
}
