import type { Buffer } from 'node:buffer';
import { decode, misfit } from './decode.ts';
import type { Decoded } from './decoded.ts';
import { eachLine, LONGEST_LINE_BYTES } from './lines.ts';
import { Outline } from './outline.ts';
import { found, grouped, type HistoryProblem } from './problem.ts';
import { OperationScanner } from './scanner.ts';
import type { HistoryVisitor } from './visitor.ts';

/** Beyond this many they are only counted: a file that is no history at all must not fill the memory. */
const PROBLEMS_KEPT = 100;

/**
 * Hands every sound line to the visitor, in order, and returns what is wrong with the history; the visitor's
 * `problem` hears of each as soon as it is met, so before the `end` line of the experiment that it spoils.
 */
export async function readHistory(
  source: AsyncIterable<Uint8Array>,
  visitor: HistoryVisitor,
): Promise<HistoryProblem[]> {
  const problems: HistoryProblem[] = [];
  let more = 0;
  const report = (problem: HistoryProblem) => {
    visitor.problem?.(problem);
    if (problems.length < PROBLEMS_KEPT) problems.push(problem);
    else more++;
  };
  const outline = new Outline(report);
  const scanner = new OperationScanner();
  let number = 0;

  await eachLine(source, (bytes, from, to, { ended }) => {
    number++;
    const line = scanner.scan(bytes, from, to);
    if (line !== undefined) {
      takeOperation(line, number);
      return;
    }
    if (isBlank(bytes, from, to)) return;
    const tooLong = to - from > LONGEST_LINE_BYTES;
    const text = bytes.toString('utf8', from, tooLong ? from + 1024 : to);
    const decoded: Decoded = tooLong
      ? { kind: 'not', what: 'too long for a line of a history' }
      : decode(text);
    if (decoded.kind === 'op') takeOperation(decoded.line, number);
    else if (decoded.kind !== 'not') {
      outline.line(decoded, number);
      hand(visitor, decoded, number);
    } else if (ended) outline.misread(number, `is ${decoded.what} (${found(text)})`);
    else outline.cutOff(number, text);
  });

  outline.finish(number);
  if (more > 0)
    problems.push({ line: 0, message: `${grouped(more)} more problems are not listed`, spoils: true });
  return problems;

  function takeOperation(op: Parameters<typeof misfit>[0], number: number) {
    const reason = misfit(op);
    if (reason !== undefined) outline.misread(number, reason);
    else if (outline.operation(number, op.end)) visitor.operation?.(op, number);
  }
}

const isBlank = (bytes: Buffer, from: number, to: number) => {
  for (let at = from; at < to; at++) if ((bytes[at] as number) > 0x20 || bytes[at] === 0) return false;
  return true;
};

function hand(
  visitor: HistoryVisitor,
  decoded: Exclude<Decoded, { kind: 'op' | 'not' }>,
  number: number,
): void {
  switch (decoded.kind) {
    case 'fault':
      return visitor.fault?.(decoded.line, number);
    case 'sample':
      return visitor.sample?.(decoded.line, number);
    case 'experiment':
      return visitor.experiment?.(decoded.line, number);
    case 'history':
      return visitor.history?.(decoded.line, number);
    case 'unsaved':
      return visitor.unsaved?.(decoded.line, number);
    case 'starved':
      return visitor.starved?.(decoded.line, number);
    case 'printed':
      return visitor.printed?.(decoded.line, number);
    case 'note':
      return visitor.note?.(decoded.line, number);
    case 'clock':
      return visitor.clock?.(decoded.line, number);
    case 'done':
      return visitor.done?.(decoded.line, number);
    case 'end':
      return visitor.end?.(decoded.line, number);
  }
}
