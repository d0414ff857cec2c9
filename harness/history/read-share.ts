import { decode, misfit } from './decode.ts';
import { eachLine, LONGEST_LINE_BYTES } from './lines.ts';
import { OperationCut } from './operation-cut.ts';
import { OperationScanner } from './scanner.ts';
import type { HistoryVisitor } from './visitor.ts';

/** Which sessions one reader of several takes. */
export interface SessionFilter {
  has(name: string): boolean;
  hasBytes(bytes: Uint8Array, from: number, to: number): boolean;
}

/**
 * Reads a history as `readHistory` does, of the operations only those of some sessions: of all others no more than whose
 * they are. It says nothing of what is wrong with the history: another reader sees the whole of it.
 */
export async function readShare(
  source: AsyncIterable<Uint8Array>,
  filter: SessionFilter,
  visitor: Pick<HistoryVisitor, 'experiment' | 'operation' | 'fault' | 'end'>,
): Promise<void> {
  const scanner = new OperationScanner();
  const cut = new OperationCut();
  let number = 0;
  let open: string | undefined;
  await eachLine(source, (bytes, from, to) => {
    number++;
    if (cut.names(bytes, from, to) && !filter.hasBytes(bytes, cut.nameFrom, cut.nameTo)) return;
    let line = scanner.scan(bytes, from, to);
    if (line === undefined) {
      if (to - from > LONGEST_LINE_BYTES) return;
      const decoded = decode(bytes.toString('utf8', from, to));
      if (decoded.kind === 'experiment') {
        open = decoded.line.experiment;
        visitor.experiment?.(decoded.line, number);
      } else if (decoded.kind === 'fault') visitor.fault?.(decoded.line, number);
      else if (decoded.kind === 'end') {
        visitor.end?.(decoded.line, number);
        if (decoded.line.end === open) open = undefined;
      }
      if (decoded.kind !== 'op' || !filter.has(decoded.line.session)) return;
      line = decoded.line;
    }
    if (open !== undefined && misfit(line) === undefined) visitor.operation?.(line, number);
  });
}
