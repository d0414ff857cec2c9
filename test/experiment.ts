import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Line, OperationLine } from '../protocol/history.ts';
import { resultsSchema, type ExperimentResult } from '../harness/model/results.ts';
import { holdfast, onlyRun, temporaryFolder } from './holdfast.ts';

const LOAD = ['--clients', '10', '--rate', '200', '--seed', 'workloads'];

export interface Ran {
  code: number | undefined;
  result: ExperimentResult;
  lines: Line[];
}

/** Runs one experiment through the CLI, and reads what it leaves behind before that goes. */
export async function run(flags: readonly string[], load: readonly string[] = LOAD): Promise<Ran> {
  await using folder = await temporaryFolder();
  const { code, stderr } = await holdfast(['run', ...load, ...flags, '--reports', folder.path]);
  const ran = await onlyRun(folder.path);
  const results = await readFile(join(ran, 'results.json'), 'utf8');
  const [result] = resultsSchema.parse(JSON.parse(results)).experiments;
  assert.ok(result, stderr);
  const history = await readFile(join(ran, 'history.ndjson'), 'utf8');
  return {
    code,
    result,
    lines: history
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line),
  };
}

/** The kinds of anomalies that were found. */
export const found = ({ anomalyCounts }: ExperimentResult): string[] =>
  Object.entries(anomalyCounts).flatMap(([kind, count]) => (count > 0 ? [kind] : []));

export const operationsIn = (lines: readonly Line[]): OperationLine[] => lines.filter((line) => 'op' in line);
