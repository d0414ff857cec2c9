import { posix } from 'node:path';
import type { AppError, ExperimentResult, Results } from '../model/results.ts';
import { formatCount } from '../units.ts';

/** A reader looks at one or two; the page and results.json have the others. */
const SHOWN = 3;

export const APP_ERROR_COLUMNS = ['Times', 'First at', 'Instance', 'What the app printed'] as const;

/** One row for each, in text. */
export const appErrorRows = (errors: readonly AppError[]): string[][] =>
  errors.map(({ text, count, atLeast, firstMs, instances }) => [
    `${atLeast ? 'at least ' : ''}${formatCount(count)}`,
    firstMs === 0 ? 'before the load' : `${(firstMs / 1000).toFixed(1)} s`,
    instances
      .map(({ instance, count: own }) =>
        instances.length > 1 ? `${instance} ${formatCount(own)}` : instance,
      )
      .join(', '),
    text,
  ]);

/** Where the whole logs are, in the run's folder; undefined where that is not told. */
export function logsOf(errors: readonly AppError[]): string | undefined {
  const logs = errors.flatMap(({ instances }) => instances.flatMap(({ log }) => log ?? []));
  const [first] = logs;
  if (first === undefined) return undefined;
  return new Set(logs).size === 1 ? first : `${posix.dirname(first)}/`;
}

/** Those that are shown beside a verdict, and how many more there are. */
export const firstOf = (errors: readonly AppError[]) => ({
  shown: errors.slice(0, SHOWN),
  more: Math.max(0, errors.length - SHOWN),
});

/**
 * Whether a reader asks what the app itself says: an experiment has not passed, and that is what the run is decided by. A
 * proof has some that fail as they are to.
 */
export const asksForErrors = ({ verdict }: ExperimentResult, { claims }: Pick<Results, 'claims'>): boolean =>
  claims.length === 0 ? verdict !== 'pass' : verdict === 'unknown';
