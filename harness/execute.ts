import { join } from 'node:path';
import { HISTORY_VERSION } from '../protocol/history.ts';
import { analyse } from './analysis/analyse.ts';
import type { Display } from './cli/display.ts';
import { openHistory } from './history/writer.ts';
import type { OpenPlatform } from './platform/open.ts';
import type { Platform } from './platform/platform.ts';
import { startGuardian } from './platform/process/guardian.ts';
import type { Plan } from './plan/plan.ts';
import type { Tool, ToolName } from './provision/provision.ts';
import type { Results } from './report/results.ts';
import { writeReports } from './report/write.ts';
import { FILES, historyOf, writePlan, writeResults } from './run-folder.ts';
import { runExperiment } from './run.ts';

export interface ExecuteContext {
  plan: Plan;
  folder: string;
  tools: ReadonlyMap<ToolName, Tool>;
  openPlatform: OpenPlatform;
  signal: AbortSignal;
  display: Display;
}

/**
 * Carries out a plan: each experiment in turn into the history, then everything that follows from the history.
 * Rejects when it was interrupted or the history could not be written; what was recorded stays.
 */
export async function execute(context: ExecuteContext): Promise<Results> {
  const { plan, folder, tools, openPlatform, display } = context;
  await writePlan(folder, plan);
  let onResults: Platform['onResults'];
  {
    await using guardian = startGuardian();
    guardian.ownFolder(join(folder, 'data'));
    await using history = await openHistory(join(folder, FILES.history));
    const signal = AbortSignal.any([context.signal, history.failed]);
    history.write({
      history: HISTORY_VERSION,
      run: plan.name,
      seed: plan.seed,
      recorder: `holdfast ${plan.holdfast}`,
    });
    await using platform = await openPlatform({ plan, tools, guardian, signal });
    onResults = platform.onResults?.bind(platform);
    await display.run(plan.experiments, (experiment, task) =>
      runExperiment(experiment, { folder, tools, history, guardian, platform, signal, task }),
    );
    signal.throwIfAborted();
  }
  const results = await judgeRun(plan, folder);
  await onResults?.(results);
  return results;
}

/** Judges what a run recorded, from its files alone, and writes results.json and the reports again. */
export async function judgeRun(plan: Plan, folder: string): Promise<Results> {
  const results = await analyse(plan, () => historyOf(folder));
  await writeResults(folder, results);
  await writeReports(folder, results);
  return results;
}
