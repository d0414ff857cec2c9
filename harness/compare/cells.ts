import { reasonOf } from '../gate/observed.ts';
import { worst } from '../report/findings.ts';
import { found } from '../model/found.ts';
import type { ExperimentResult } from '../model/results.ts';
import { counted } from '../units.ts';
import type { Cell } from './comparison.ts';

/** What an experiment is, whatever store it is on: `register, 2 instances, app-restart + app-crash`. */
export function situationOf({ workload, instances, faults }: ExperimentResult): string {
  const kinds = [...new Set(faults.filter(({ planned }) => planned).map(({ kind }) => kind))];
  return [workload, instances > 1 && counted(instances, 'instance'), kinds.join(' + ')]
    .filter((part) => part !== false && part !== '')
    .join(', ');
}

/** What a store's experiments found, by situation; rounds of one situation are taken together. */
export function cellsOf(numbered: readonly (readonly [number, ExperimentResult])[]): Map<string, Cell> {
  const groups = Map.groupBy(numbered, ([, experiment]) => situationOf(experiment));
  return new Map([...groups].map(([situation, group]) => [situation, cellOf(group)]));
}

function cellOf(group: readonly (readonly [number, ExperimentResult])[]): Cell {
  const experiments = group.map(([, experiment]) => experiment);
  const anomalies: Record<string, number> = {};
  for (const { anomalyCounts } of experiments)
    for (const [kind, count] of found(anomalyCounts)) anomalies[kind] = (anomalies[kind] ?? 0) + count;
  const unknown = experiments.find(({ verdict }) => verdict === 'unknown');
  return {
    verdict: worst(experiments.map(({ verdict }) => verdict)),
    anomalies,
    reason: unknown && reasonOf(unknown),
    notPromised: [...new Set(experiments.flatMap(({ notPromised }) => notPromised))],
    experiments: group.map(([index]) => index),
  };
}
