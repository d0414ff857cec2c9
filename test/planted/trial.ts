/** One run of the whole harness: app, k6, faults and judge, as `holdfast run` does it. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HISTORY_VERSION } from '../../protocol/history.ts';
import { analyse } from '../../harness/analysis/analyse.ts';
import { openHistory } from '../../harness/history/writer.ts';
import type { Reaper } from '../../harness/process/reaper.ts';
import { processPlatform } from '../../harness/platform/process/platform.ts';
import { makePlan, seedNumber } from '../../harness/plan/make.ts';
import { parseFaults } from '../../harness/plan/parse.ts';
import type { Experiment } from '../../harness/model/plan.ts';
import type { Tool, ToolName } from '../../harness/provision/provision.ts';
import type { ExperimentResult } from '../../harness/model/results.ts';
import { FILES, historyOf, writePlan, writeResults } from '../../harness/run/folder.ts';
import { runExperiment } from '../../harness/run/experiment.ts';
import { PLANTED_CORRECT, type Control, type Defect } from './catalogue.ts';

const EXPIRY_TTL_MS = 3000;
const DURATION_MS = 2000;
const PLANTED: ReadonlySet<string> = new Set(PLANTED_CORRECT);
/** Sessions are made for so long, and waited for afterwards. */
const EXPIRY_DURATION_MS = 600;

export interface TrialContext {
  tools: ReadonlyMap<ToolName, Tool>;
  reaper: Reaper;
  /** Where each trial gets a folder. */
  folder: string;
  signal: AbortSignal;
}

export interface TrialResult {
  result: ExperimentResult;
  /** With its plan, history and logs; the caller's to remove. */
  folder: string;
}

/** Runs a planted store, or a correct one, and judges what the clients saw. */
export async function runTrial(
  what: Defect | Control,
  name: string,
  { tools, reaper, folder: parent, signal }: TrialContext,
): Promise<TrialResult> {
  const experiment = experimentOf(what, name);
  const plan = makePlan({
    kind: 'run',
    command: 'npm run prove:defects',
    seed: name,
    platform: 'process',
    now: new Date(),
    experiments: [experiment],
    claims: [],
    tools,
    missing: new Map(),
  });
  const folder = join(parent, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writePlan(folder, plan);
  {
    await using history = await openHistory(join(folder, FILES.history));
    history.write({ history: HISTORY_VERSION, run: plan.name, seed: plan.seed, recorder: 'prove:defects' });
    const task = { onPhase: () => {}, onLine: () => {} };
    const platform = processPlatform({ tools, reaper, appPort: undefined });
    await runExperiment(experiment, {
      folder,
      tools,
      history,
      reaper,
      platform,
      signal,
      hasItsPackages: () => true,
      task,
    });
  }
  const results = await analyse(plan, () => historyOf(folder));
  await writeResults(folder, results);
  const [result] = results.experiments;
  if (result === undefined) throw new Error(`${name} gave no result: ${results.problems.join('; ')}`);
  return { result, folder };
}

function experimentOf(what: Defect | Control, name: string): Experiment {
  const { workload, subject, faults } = what;
  const isIdle = workload === 'expiry';
  const instances = subject?.instances ?? 1;
  return {
    id: `${storeOf(what).store}/${workload}`,
    title: name,
    subject: {
      ...storeOf(what),
      instances,
      balance: 'random',
      ttlMs: isIdle ? EXPIRY_TTL_MS : 600_000,
      saveMode: 'implicit',
      resave: false,
      rolling: false,
      saveUninitialized: false,
      environment: 'production',
      // Where the rows are that outlive their app; nothing else of this environment reaches it.
      env: [{ name: 'HOLDFAST_PLANTED_FOLDER', digest: '' }],
      ...subject,
    },
    load: {
      workload,
      clients: 20,
      rate: 400,
      durationMs: isIdle ? EXPIRY_DURATION_MS : DURATION_MS,
      lingerMs: 0,
      bytes: 0,
      timeoutMs: 5000,
      ...('load' in what ? what.load : {}),
    },
    faults: faults === undefined ? [] : parseFaults(faults, { store: name, instances, hasServer: false }),
    ...(what.service === undefined ? {} : { service: what.service }),
    seed: seedNumber(name),
  };
}

function storeOf(what: Defect | Control): Pick<Experiment['subject'], 'store' | 'storeModule'> {
  const name = 'store' in what ? what.store : what.name;
  if ('store' in what && !PLANTED.has(name)) return { store: name };
  const url = new URL(`stores/${name}.ts`, import.meta.url);
  return { store: `${name}.ts`, storeModule: fileURLToPath(url) };
}
