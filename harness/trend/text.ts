import { join } from 'node:path';
import type { Reader } from '../report/format.ts';
import { commands, inColumns, paint, paragraph, plain, verdictText } from '../report/terminal.ts';
import { counted } from '../units.ts';
import { changeInWords, changesOf } from './changes.ts';
import { TREND_PAGE } from './page-name.ts';
import type { Group } from './trend.ts';

/** The index of runs for a terminal: what changed, group by group. */
export function renderTrendText(groups: readonly Group[], reader: Reader): string {
  const blocks = groups.flatMap(({ command, machine, runs, series }) => {
    const changes = changesOf(series);
    const last = runs.at(-1);
    return [
      paint('bold', paragraph(plain(command), reader), reader),
      paragraph(
        `${counted(runs.length, 'run')} on ${plain(machine)}; the last ${last ? verdictText(last.verdict, reader) : 'none'}`,
        reader,
      ),
      changes.length === 0
        ? paragraph('No figure changed its level.', reader)
        : inColumns(
            [{ share: 3 }, { share: 3 }, { share: 2 }],
            changes.map((change) => [
              plain(`${change.series.experiment}: ${change.series.figure}`),
              plain(changeInWords(change)),
              plain(`since ${runs[change.from]?.name ?? ''}`),
            ]),
            reader,
          ),
    ];
  });
  return `${[...blocks, commands([['Page', join(reader.folder, TREND_PAGE)]])].join('\n\n')}\n`;
}
