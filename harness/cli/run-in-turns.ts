import { resolve } from 'node:path';
import { execute } from '../run/execute.ts';
import { makePlan, VERSION, type PlanDraft } from '../plan/make.ts';
import type { Results } from '../model/results.ts';
import { makeRunFolder } from '../run/folder.ts';
import { counted } from '../units.ts';
import { interruption } from './interruption.ts';
import { platformOpener } from './platform.ts';
import { keepingRecord } from './run-options.ts';
import { say } from './output.ts';
import { toolsFor } from './tools.ts';
import { createTurnsDisplay } from './turns.ts';

const PLATFORM = 'process';

interface InTurns extends Pick<PlanDraft, 'kind' | 'command' | 'seed' | 'experiments'> {
  /** Where the run gets its folder. */
  reports: string;
}

/**
 * Runs very many short experiments on processes of this machine, in the order in which they are given, and says where
 * the record is. A store whose server cannot be had has none of them.
 */
export async function runInTurns(planned: InTurns): Promise<{ folder: string; results: Results }> {
  const { experiments, seed, reports } = planned;
  const signal = interruption();
  const needs = {
    stores: experiments.map(({ subject }) => subject.store),
    faults: experiments.flatMap(({ faults }) => faults),
    platform: PLATFORM,
  } as const;
  const { tools, missing } = await toolsFor(needs, { signal, report: say });
  const plan = makePlan({ ...planned, platform: PLATFORM, now: new Date(), claims: [], tools, missing });
  say(`Holdfast ${VERSION} · seed ${seed} · ${counted(plan.experiments.length, 'experiment')}`);
  const { folder, plan: named } = await makeRunFolder(resolve(reports), plan);
  const openPlatform = platformOpener({ platform: PLATFORM, reports });
  const results = await keepingRecord(folder, () =>
    execute({ plan: named, folder, tools, openPlatform, signal, display: createTurnsDisplay() }),
  );
  return { folder, results };
}
