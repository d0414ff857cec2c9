import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readHistory } from '../history/read.ts';
import { historyOf } from '../run/folder.ts';
import type { Trace } from './report.ts';

/** What the attempts of a run left in its folder besides their results, by experiment. */
export async function readTraces(folder: string): Promise<Map<string, Trace>> {
  const unsaved = new Map<string, number>();
  let current = '';
  await readHistory(historyOf(folder), {
    experiment: ({ experiment }) => {
      current = experiment;
      unsaved.set(experiment, 0);
    },
    unsaved: ({ count }) => void unsaved.set(current, (unsaved.get(current) ?? 0) + count),
  });
  const traces = [...unsaved].map(async ([id, count]) => {
    const file = join(folder, 'logs', id, 'app-1.log');
    const appLog = await readFile(file, 'utf8').catch(() => '');
    return [id, { unsaved: count, appLog }] as const;
  });
  return new Map(await Promise.all(traces));
}
