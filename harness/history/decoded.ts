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

/** One line by kind, or why it is none. */
export type Decoded =
  | { kind: 'op'; line: OperationLine }
  | { kind: 'fault'; line: FaultLine }
  | { kind: 'sample'; line: SampleLine }
  | { kind: 'experiment'; line: ExperimentLine }
  | { kind: 'history'; line: HistoryLine }
  | { kind: 'unsaved'; line: UnsavedLine }
  | { kind: 'starved'; line: StarvedLine }
  | { kind: 'printed'; line: PrintedLine }
  | { kind: 'note'; line: NoteLine }
  | { kind: 'clock'; line: ClockLine }
  | { kind: 'done'; line: DoneLine }
  | { kind: 'end'; line: EndLine }
  | { kind: 'not'; what: string };
