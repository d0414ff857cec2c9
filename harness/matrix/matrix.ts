import { reasonOf } from '../gate/observed.ts';
import { found } from '../model/found.ts';
import type { ExperimentResult, Results, Verdict } from '../model/results.ts';
import type { PlannedCell } from './plan.ts';

/** One subject under one fault. */
export type MatrixCell = { fault: string } & (
  | {
      state: 'judged';
      verdict: Verdict;
      /** Of the store: acknowledged, and gone for good. */
      writesLost: number;
      writesAcknowledged: number;
      sessionsLost: number;
      sessions: number;
      /** How long clients were not served; absent: nobody could see it. */
      awayMs?: number;
      /** By kind, only what was found. */
      anomalies: Record<string, number>;
      /** Why it could not be judged. */
      reason?: string;
      /** The run's folder, as the page reaches it, and the experiment's place in it. */
      evidence: { run: string; experiment: number };
    }
  /** The subject cannot have it, or its server could not be had. */
  | { state: 'impossible'; reason: string }
  | { state: 'not run' }
);

export interface MatrixRow {
  subject: string;
  cells: MatrixCell[];
}

export interface Matrix {
  faults: string[];
  rows: MatrixRow[];
}

/** A run that cells were judged in. */
export interface MatrixRun {
  /** Its folder, as the page reaches it. */
  folder: string;
  results: Results;
}

/** All cells, by what runs found of them: of several that judged one, the last that could say counts. */
export function matrixOf(planned: readonly PlannedCell[], runs: readonly MatrixRun[]): Matrix {
  const rows = Map.groupBy(planned, ({ subject }) => subject);
  return {
    faults: [...new Set(planned.map(({ fault }) => fault))],
    rows: [...rows].map(([subject, cells]) => ({
      subject,
      cells: cells.map((cell) => ({ fault: cell.fault, ...stateOf(cell, runs) })),
    })),
  };
}

const isOpen = (cell: Stateless<MatrixCell>) =>
  cell.state === 'not run' || (cell.state === 'judged' && cell.verdict === 'unknown');

/** Those that no run could judge. */
export const openIn = (planned: readonly PlannedCell[], runs: readonly MatrixRun[]): PlannedCell[] =>
  planned.filter((cell) => isOpen(stateOf(cell, runs)));

type Stateless<Cell> = Cell extends MatrixCell ? Omit<Cell, 'fault'> : never;

function stateOf(cell: PlannedCell, runs: readonly MatrixRun[]): Stateless<MatrixCell> {
  if ('impossible' in cell) return { state: 'impossible', reason: cell.impossible };
  const seen = runs.flatMap(({ folder, results }) =>
    results.experiments.flatMap((experiment, index) =>
      experiment.id === cell.experiment.id ? [{ experiment, run: folder, index }] : [],
    ),
  );
  const last = seen.findLast(({ experiment }) => experiment.verdict !== 'unknown') ?? seen.at(-1);
  if (last !== undefined) return judged(last.experiment, { run: last.run, experiment: last.index });
  const lacking = runs
    .flatMap(({ results }) => results.problems)
    .find((problem) => problem.startsWith(`${cell.experiment.subject.store} was not tested: `));
  return lacking === undefined ? { state: 'not run' } : { state: 'impossible', reason: lacking };
}

function judged(
  experiment: ExperimentResult,
  evidence: { run: string; experiment: number },
): Stateless<MatrixCell> {
  const { verdict, counts, faults, anomalyCounts } = experiment;
  const away = faults.flatMap(({ unavailableMs }) => unavailableMs ?? []);
  return {
    state: 'judged',
    verdict,
    writesLost: counts.writesLost,
    writesAcknowledged: counts.writesAcknowledged,
    sessionsLost: counts.sessionsLost,
    sessions: counts.sessions,
    ...(away.length === 0 ? {} : { awayMs: Math.max(...away) }),
    anomalies: Object.fromEntries(found(anomalyCounts)),
    ...(verdict === 'unknown' ? { reason: reasonOf(experiment) } : {}),
    evidence,
  };
}

/** Fail: something was lost that should not be. Unknown: some cell could not be judged, or was not run. */
export function matrixVerdict({ rows }: Matrix): Verdict {
  const cells = rows.flatMap((row) => row.cells);
  if (cells.some((cell) => cell.state === 'judged' && cell.verdict === 'fail')) return 'fail';
  return cells.some(isOpen) ? 'unknown' : 'pass';
}
