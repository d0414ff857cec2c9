import type { HistoryProblem } from './problem.ts';
import type { HistoryVisitor } from './visitor.ts';

/** Hands every line to the visitor, in order, and returns what is wrong with the history. */
export async function readHistory(
  _source: AsyncIterable<Uint8Array>,
  _visitor: HistoryVisitor,
): Promise<HistoryProblem[]> {
  throw new Error('not yet');
}
