import { median } from 'simple-statistics';
import type { Results, Verdict } from '../model/results.ts';
import { conditionsOf } from '../gate/against/conditions.ts';
import { type Measured, measuredIn, partOf } from '../gate/against/measured.ts';
import { changePoints } from './change-points.ts';

/** A run that is in the index. */
export interface TrendRun {
  name: string;
  startedAt: string;
  /** The folder's path from where the index is. */
  folder: string;
  holdfast: string;
  verdict: Verdict;
  complete: boolean;
}

/** One value of a figure; a doubtful one is shown, and decides nothing. */
interface Point {
  /** Position of its run in the group. */
  run: number;
  value: number;
  doubt?: string;
}

/** A level that a figure kept from one change to the next. */
interface Level {
  /** Position of the first run. */
  from: number;
  median: number;
}

export interface Series {
  experiment: string;
  figure: string;
  better: Measured['better'];
  points: readonly Point[];
  /** In order; more than one: it changed. */
  levels: readonly Level[];
  format: Measured['format'];
}

/** Runs of the same on the same machine, the oldest first. */
export interface Group {
  /** The command that they share, without what says nothing of what is measured. */
  command: string;
  machine: string;
  runs: readonly TrendRun[];
  series: readonly Series[];
}

/** A run and where it is. */
export interface Indexed {
  folder: string;
  results: Results;
}

/** All runs by what they did and where: figures of different machines or settings are no series. */
export function trendOf(indexed: readonly Indexed[]): Group[] {
  const inOrder = indexed.toSorted((a, b) => a.results.run.startedAt.localeCompare(b.results.run.startedAt));
  const groups = Map.groupBy(inOrder, ({ results }) => JSON.stringify(conditionsOf(results)));
  return [...groups.values()].map((runs) => {
    const [first] = runs as [Indexed];
    return {
      ...conditionsOf(first.results),
      runs: runs.map(({ folder, results: { run, verdict } }) => ({ ...run, folder, verdict })),
      series: seriesOf(runs.map(({ results }) => results)),
    };
  });
}

function seriesOf(runs: readonly Results[]): Series[] {
  const named = new Map<string, { experiment: string; last: Measured; points: Point[] }>();
  const part = partOf(runs.flatMap(({ experiments }) => experiments));
  for (const [run, { experiments }] of runs.entries())
    for (const experiment of experiments)
      for (const measured of measuredIn(experiment, part)) {
        if (measured.value === undefined) continue;
        const key = `${experiment.id} ${measured.name}`;
        const series = named.get(key) ?? { experiment: experiment.id, last: measured, points: [] };
        series.points.push({
          run,
          value: measured.value,
          ...(measured.doubt !== undefined && { doubt: measured.doubt }),
        });
        named.set(key, series);
      }
  return [...named.values()]
    .filter(({ points, last }) => !last.isCount || points.some(({ value }) => value !== 0))
    .map(({ experiment, last: { name, better, format }, points }) => ({
      experiment,
      figure: name,
      better,
      points,
      levels: levelsOf(points),
      format,
    }));
}

function levelsOf(points: readonly Point[]): Level[] {
  const sure = points.filter(({ doubt }) => doubt === undefined);
  if (sure.length === 0) return [];
  const starts = [0, ...changePoints(sure.map(({ value }) => value))];
  return starts.map((start, at) => ({
    from: sure[start]?.run ?? 0,
    median: median(sure.slice(start, starts[at + 1]).map(({ value }) => value)),
  }));
}
