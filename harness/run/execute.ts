import { dirname, join } from 'node:path';
import { HISTORY_VERSION } from '../../protocol/history.ts';
import { analyse } from '../analysis/analyse.ts';
import type { Display } from './progress.ts';
import { sectionsOf } from '../history/side-by-side.ts';
import { openHistory } from '../history/writer.ts';
import type { OpenPlatform } from '../platform/open.ts';
import type { Platform } from '../platform/platform.ts';
import { clearLeftovers, foldersIn } from '../process/leftovers.ts';
import { collectOften } from '../process/collect-often.ts';
import { startReaper } from '../process/reaper.ts';
import type { Plan } from '../model/plan.ts';
import type { Tool, ToolName } from '../provision/provision.ts';
import type { Results } from '../model/results.ts';
import { RUN_FORMATS } from '../report/formats.ts';
import { writeFormats } from '../report/write.ts';
import { DATA, discardJudgements, FILES, historyOf, writePlan, writeResults } from './folder.ts';
import { judgedByTeam } from './judging/team.ts';
import { recordOf } from '../secrets/record.ts';
import { rememberPackages } from './packages.ts';
import { runExperiment } from './experiment.ts';

export interface ExecuteContext {
  plan: Plan;
  folder: string;
  tools: ReadonlyMap<ToolName, Tool>;
  openPlatform: OpenPlatform;
  signal: AbortSignal;
  display: Display;
}

/**
 * Carries out a plan: each experiment into the history, in turn or as the display has them side by side, then everything that follows from the history.
 * Rejects when it was interrupted or the history could not be written; what was recorded stays.
 */
export async function execute(context: ExecuteContext): Promise<Results> {
  const { plan, folder, tools, openPlatform, display } = context;
  const others = await foldersIn(dirname(folder));
  for (const line of await clearLeftovers(others.map((other) => join(other, DATA)))) display.say(line);
  // Containers have packages of their own.
  const hasItsPackages = plan.platform === 'process' ? rememberPackages() : () => true;
  let recorded = recordOf(plan);
  await writePlan(folder, recorded);
  let onResults: Platform['onResults'];
  {
    await using reaper = startReaper();
    reaper.makeFolder(join(folder, DATA));
    const file = join(folder, FILES.history);
    await using history = await openHistory(file);
    const sections = sectionsOf(history, file);
    const signal = AbortSignal.any([context.signal, history.failed, sections.failed]);
    history.write({
      history: HISTORY_VERSION,
      run: plan.name,
      seed: plan.seed,
      recorder: `holdfast ${plan.holdfast}`,
      planned: plan.experiments.map(({ id }) => id),
    });
    await using platform = await openPlatform({ plan, tools, reaper, signal });
    onResults = platform.onResults?.bind(platform);
    const { dashboards, cluster } = platform;
    if (dashboards !== undefined || cluster !== undefined) {
      recorded = { ...recorded, ...(dashboards && { dashboards }), ...(cluster && { cluster }) };
      await writePlan(folder, recorded);
    }
    await display.run(plan.experiments, async (experiment, task) => {
      await using section = await sections.open();
      const means = { folder, tools, history: section, reaper, platform, signal, hasItsPackages, task };
      await runExperiment(experiment, means);
    });
    signal.throwIfAborted();
  }
  const results = await judgeRun(recorded, folder);
  await onResults?.(results);
  return results;
}

/** Judges what a run recorded, from its files alone, and writes results.json and the reports again. */
export async function judgeRun(
  plan: Plan,
  folder: string,
  { workers }: { workers?: number | undefined } = {},
): Promise<Results> {
  collectOften();
  await discardJudgements(folder);
  const results = await judgedByTeam(join(folder, FILES.history), {
    workers,
    judge: (others) => analyse(plan, () => historyOf(folder), others),
  });
  await writeResults(folder, results);
  await writeFormats(RUN_FORMATS, results, folder);
  return results;
}
