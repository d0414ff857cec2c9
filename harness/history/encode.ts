import { OPERATION_FIELDS, type Line, type OperationLine } from '../../protocol/history.ts';

const FIELDS = [...OPERATION_FIELDS];

/** One line with its newline. Operations get the canonical order, which is read fastest. */
export const encode = (line: Line): string =>
  `${'op' in line ? JSON.stringify(line satisfies OperationLine, FIELDS) : JSON.stringify(line)}\n`;
