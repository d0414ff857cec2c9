import { resolve } from 'node:path';
import type { Plan } from '../model/plan.ts';
import type { Results } from '../model/results.ts';
import { makePlan, type PlanDraft } from '../plan/make.ts';
import { serverOf } from '../stores/subject-facts.ts';
import { execute, type ExecuteContext } from './execute.ts';
import { makeRunFolder } from './folder.ts';
import { toolsFor } from './tools.ts';

/** What is to be run, before it is known which tools there are. */
export interface Wanted extends Omit<PlanDraft, 'now' | 'tools' | 'missing'> {
  /** Where the run gets its folder. */
  reports: string;
  /** What the run and its folder are called; absent: by its start and its kind. */
  name?: string;
}

export interface Means extends Pick<ExecuteContext, 'openPlatform' | 'signal' | 'display'> {
  /** The plan, before anything of it is done. */
  onPlan?: (plan: Plan) => void;
  /** From here on the folder keeps what is recorded. */
  onFolder?: (folder: string) => void;
}

export interface CarriedOut {
  folder: string;
  results: Results;
}

/**
 * The whole of a run, from what is wanted to its results: tools, plan, folder, experiments, judgement and reports.
 * Experiments on a store whose server cannot be had are left out, and named in the results. Rejects where another tool
 * cannot be had, where the folder cannot be made, and as `execute` does.
 */
export async function carryOut(wanted: Wanted, means: Means): Promise<CarriedOut> {
  const { reports, name, experiments, platform } = wanted;
  const { signal, display, openPlatform } = means;
  const subjects = experiments.map(({ subject }) => subject);
  // An app of the user's own brings what it is made of.
  const known = subjects.filter(({ command }) => command === undefined);
  const { tools, missing } = await toolsFor(
    {
      stores: [...new Set(known.map(({ store }) => store))],
      servers: known.flatMap((subject) => serverOf(subject) ?? []),
      used: subjects.flatMap(({ own }) => own?.server?.use ?? []),
      faults: experiments.flatMap(({ faults }) => faults),
      topologies: subjects.flatMap(({ topology }) => topology ?? []),
      platform,
    },
    { signal, report: (line) => display.say(line) },
  );
  const made = makePlan({ ...wanted, now: new Date(), tools, missing });
  means.onPlan?.(made);
  const { folder, plan } = await makeRunFolder(
    resolve(reports),
    name === undefined ? made : { ...made, name },
  );
  means.onFolder?.(folder);
  return { folder, results: await execute({ plan, folder, tools, openPlatform, signal, display }) };
}
