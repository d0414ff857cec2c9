import type {
  ClockLine,
  DoneLine,
  EndLine,
  ExperimentLine,
  FaultLine,
  HistoryLine,
  NoteLine,
  OperationLine,
  PrintedLine,
  SampleLine,
  StarvedLine,
  UnsavedLine,
} from '../../protocol/history.ts';
import type { HistoryProblem } from './problem.ts';

/** Who wants to see the lines of a history: one method a kind of line, all optional. Lines count from 1. */
export interface HistoryVisitor {
  history?(line: HistoryLine, number: number): void;
  experiment?(line: ExperimentLine, number: number): void;
  operation?(line: OperationLine, number: number): void;
  fault?(line: FaultLine, number: number): void;
  sample?(line: SampleLine, number: number): void;
  unsaved?(line: UnsavedLine, number: number): void;
  starved?(line: StarvedLine, number: number): void;
  printed?(line: PrintedLine, number: number): void;
  note?(line: NoteLine, number: number): void;
  clock?(line: ClockLine, number: number): void;
  done?(line: DoneLine, number: number): void;
  end?(line: EndLine, number: number): void;
  /** Heard as soon as it is met. */
  problem?(problem: HistoryProblem): void;
}
