import { join } from 'node:path';
import { Option } from 'commander';
import { startWatch } from '../live/watch.ts';
import { wholeNumber } from '../plan/names.ts';
import type { CarriedOut, Means, Wanted } from '../run/carry-out.ts';
import { messageOf } from '../errors.ts';
import { judgeRun } from '../run/execute.ts';
import { FILES, readPlan } from '../run/folder.ts';
import { createDisplay } from './display.ts';
import { say } from './output.ts';
import { printResults, runAndPrint, type RunOptions } from './run-options.ts';

/** A run that lasts so long is told of while it goes on. */
const LONG_MS = 60_000;

export interface WatchOptions extends Pick<RunOptions, 'json'> {
  ui?: number;
}

export const uiOption = (): Option =>
  new Option(
    '--ui [port]',
    'a page on 127.0.0.1 that shows the run while it goes on, and then its report (default port: any free one)',
  )
    .argParser(wholeNumber(0, 65_535))
    .preset('0');

/**
 * Carries out what is wanted, as `runAndPrint` does. Where a page is asked for, or it takes a minute or longer, what was
 * seen so far is shown while it goes on.
 */
export async function runWatched(
  wanted: Wanted,
  means: Omit<Means, 'display'>,
  options: WatchOptions,
): Promise<CarriedOut> {
  const { ui: port } = options;
  const lastsMs = wanted.experiments.reduce((sum, { load }) => sum + load.durationMs, 0);
  if (port === undefined && lastsMs < LONG_MS)
    return await runAndPrint(wanted, { ...means, display: createDisplay() }, options);
  await using watcher = await startWatch({ port });
  if (watcher.address !== undefined) say(`watch it at ${watcher.address}`);
  const display = createDisplay(() => watcher.summary);
  let folder: string | undefined;
  const done = await runAndPrint(
    wanted,
    {
      ...means,
      display: {
        ...display,
        run: (experiments, work) =>
          display.run(experiments, (experiment, task) => work(experiment, watcher.listen(experiment, task))),
      },
      onFolder: (made) => {
        folder = made;
        means.onFolder?.(made);
        watcher.history(join(made, FILES.history));
      },
    },
    options,
  ).catch(async (error: unknown) => {
    if (folder !== undefined && lastsMs >= LONG_MS && means.signal.aborted)
      await printInterrupted(folder, options).catch((why: unknown) =>
        // The history is there all the same, and the interruption is what is told by the exit code.
        say(`what was recorded could not be judged: ${messageOf(why)}`),
      );
    throw error;
  });
  watcher.over(join(done.folder, 'report.html'));
  return done;
}

/** Who ends a long run early wants to know what was found until then. */
async function printInterrupted(folder: string, options: WatchOptions): Promise<void> {
  say('interrupted; judging what was recorded until then');
  printResults(await judgeRun(await readPlan(folder), folder), folder, options);
}
