/** A thread that judges a share of the sessions of a history (team.ts starts it). */
import { parentPort, workerData } from 'node:worker_threads';
import { judgeShare } from '../../checker/share/judge-share.ts';
import { Share, Unsplittable } from '../../checker/share/share.ts';
import { piecesOf } from '../folder.ts';
import type { Answer, Commission, Decide } from './messages.ts';

const { file, from, to } = workerData as Commission;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- it is a thread, and no window
const answer = (message: Answer) => parentPort?.postMessage(message);

try {
  const judged = await judgeShare(piecesOf(file), new Share(from, to));
  answer({ kind: 'looked', looked: judged.looked() });
  parentPort?.on('message', ({ experiment, seen, told }: Decide) =>
    answer({ kind: 'found', found: judged.decide(experiment, seen, told) }),
  );
} catch (error) {
  if (!(error instanceof Unsplittable)) throw error;
  answer({ kind: 'unsplittable', why: error.message });
}
