/** A thread that judges what a run has recorded so far (watch-main.ts starts it), and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { judgeHistory } from '../checker/judge-history.ts';
import { piecesOf } from '../run/folder.ts';
import type { Judged } from './messages.ts';

const { file } = workerData as { file: string };
let atMs = 0;
const { experiments } = await judgeHistory(piecesOf(file), {
  visitor: {
    operation: ({ end }) => {
      atMs = Math.max(atMs, end);
    },
  },
});
const anomalies: Record<string, number> = {};
for (const { judgement } of experiments)
  for (const [kind, count] of Object.entries(judgement.anomalyCounts))
    // Whether a fault is recovered from is not known before its time, and the share that was served is shown anyway.
    if (kind !== 'unserved') anomalies[kind] = (anomalies[kind] ?? 0) + count;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- it is a thread, and no window
parentPort?.postMessage({ atMs, anomalies } satisfies Judged);
