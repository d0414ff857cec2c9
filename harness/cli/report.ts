import type { Command } from 'commander';
import { loadResults } from '../report/load.ts';
import { writeReports } from '../report/write.ts';
import { print } from './output.ts';

/** `holdfast report <run>`: writes report.html and report.md again from results.json. */
export function reportCommand(program: Command): void {
  program
    .command('report')
    .description('Write report.html and report.md of a run again, from its results alone')
    .argument('<run>', "a run's folder, or its results.json")
    .action(async (run: string) => {
      const { folder, results } = await loadResults(run);
      const { html, markdown } = await writeReports(folder, results);
      print(`${html}\n${markdown}`);
    });
}
