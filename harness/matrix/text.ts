import type { Reader } from '../report/format.ts';
import { inColumns, paint, plain, verdictText } from '../report/terminal.ts';
import { counted } from '../units.ts';
import { cellWords } from './cell-words.ts';
import type { Matrix, MatrixCell } from './matrix.ts';

/** Every cell that was judged, and how many there are besides; for a terminal or a log. */
export function renderMatrix({ rows }: Matrix, reader: Reader): string {
  const lines = rows.flatMap(({ subject, cells }) =>
    cells.flatMap((cell) =>
      cell.state === 'judged'
        ? [[plain(subject), plain(cell.fault), verdictText(cell.verdict, reader), plain(cellWords(cell))]]
        : [],
    ),
  );
  const of = (state: MatrixCell['state']) =>
    rows.reduce((sum, { cells }) => sum + cells.filter((cell) => cell.state === state).length, 0);
  const head = ['subject', 'fault', 'verdict', 'what was seen'].map((name) => paint('dim', name, reader));
  const columns = [{ share: 1 }, { width: 24 }, { width: 10 }, { share: 1 }];
  const besides = `  ${counted(of('judged'), 'cell')} judged, ${of('impossible')} cannot be had, ${of('not run')} not run`;
  return `${inColumns(columns, [head, ...lines], reader)}\n\n${besides}\n  Page     ${reader.folder}/matrix.html\n`;
}
