import type { Formats } from '../report/format.ts';
import { printableJson } from '../report/printable.ts';
import { renderMatrixPage } from './html.ts';
import type { Matrix } from './matrix.ts';
import { renderMatrix } from './text.ts';

/** A matrix, and the command that makes it. */
export interface ShownMatrix {
  matrix: Matrix;
  command: string;
}

export const MATRIX_FORMATS: Formats<ShownMatrix> = {
  terminal: ({ matrix }, reader) => renderMatrix(matrix, reader),
  json: ({ matrix }) => printableJson(matrix),
  files: [{ file: 'matrix.html', render: ({ matrix, command }) => renderMatrixPage(matrix, command) }],
};
