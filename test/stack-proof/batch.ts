import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Experiment } from '../../harness/model/plan.ts';
import type { ExperimentResult } from '../../harness/model/results.ts';
import { draft } from '../../harness/plan/draft.ts';
import { openComposePlatform } from '../../harness/platform/compose/platform.ts';
import { carryOut } from '../../harness/run/carry-out.ts';
import { STORES } from '../../harness/stores/catalogue.ts';
import { display } from '../plain-display.ts';
import type { Kept, Kind, ProofRun } from './kept.ts';

interface Batch extends Kind {
  /** The number of its first run, which is its seed. */
  first: number;
  count: number;
  folder: string;
  kept: Kept;
  signal: AbortSignal;
}

/** Runs of one kind one after the other, each on fresh containers; each is kept. Its folder is, unless all passed. */
export async function runBatch({ first, count, folder, kept, signal, ...kind }: Batch): Promise<void> {
  const experiments = Array.from({ length: count }, (_, index) => experimentOf(kind, first + index));
  const { results, folder: run } = await carryOut(
    {
      kind: 'run',
      command: 'npm run prove:stack',
      seed: String(first),
      platform: 'compose',
      experiments,
      claims: [],
      reports: folder,
    },
    {
      signal,
      display,
      openPlatform: (context) => openComposePlatform({ ...context, report: (line) => display.say(line) }),
    },
  );
  const isClean = results.experiments.every(({ verdict }) => verdict === 'pass');
  for (const result of results.experiments)
    await kept.add({ ...kind, ...outcomeOf(result), ...(isClean ? {} : { folder: run }) });
  if (isClean) await rm(run, { recursive: true });
  const found = results.experiments.map(({ verdict }) => verdict);
  console.log(
    `${new Date().toISOString()} ${kind.store} x${kind.instances}: ${found.join(' ')}${isClean ? '' : ` ${join(run, 'report.html')}`}`,
  );
}

/** A short load that a busy machine bears, with a last look over all sessions. */
function experimentOf({ store, instances }: Kind, number: number): Experiment {
  // Instances that share nothing need a balancer that keeps each client at its own, as their documentation says.
  const isShared = (STORES as Readonly<Record<string, { promises: readonly { id: string }[] }>>)[
    store
  ]?.promises.some(({ id }) => id === 'shared-between-instances');
  const balance = isShared ? 'random' : 'sticky';
  return {
    id: `${store}/register-${instances}x-${number}`,
    ...draft({
      title: `${instances} instances, no fault`,
      subject: { store, instances, balance },
      load: { workload: 'register', clients: 20, rate: 100, durationMs: 3000 },
    }),
    seed: number,
  };
}

function outcomeOf(result: ExperimentResult): Omit<ProofRun, keyof Kind> {
  const { anomalyCounts, verdict, problems, counts } = result;
  const found = Object.entries(anomalyCounts).filter(([, number]) => number > 0);
  return {
    seed: Number(result.id.split('-').at(-1)),
    verdict,
    anomalies: Object.fromEntries(found),
    operations: counts.operations,
    problems: [...problems],
  };
}
