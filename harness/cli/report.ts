import type { Command } from 'commander';
import { loadResults } from '../report/load.ts';
import { RUN_FORMATS } from '../report/formats.ts';
import { writeFormats } from '../report/write.ts';
import { print } from './output.ts';

/** `holdfast report <run>`: writes report.html and report.md again from results.json. */
export function reportCommand(program: Command): void {
  program
    .command('report')
    .description('Write report.html and report.md of a run again, from its results alone')
    .argument('<run>', "a run's folder, or its results.json")
    .action(async (run: string) => {
      const { folder, results } = await loadResults(run);
      print((await writeFormats(RUN_FORMATS, results, folder)).join('\n'));
    });
}
