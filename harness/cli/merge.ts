import type { Command } from 'commander';
import { usageError } from '../errors.ts';
import type { Merged } from '../history/merge/merge.ts';
import { mergeFiles } from '../run/merging/merge-files.ts';
import { counted } from '../units.ts';
import { print, printJson } from './output.ts';

interface MergeOptions {
  output: string;
  sameClock?: boolean;
  json?: boolean;
}

/** `holdfast merge <history...>`: what several load generators recorded of one run becomes one history. */
export function mergeCommand(program: Command): void {
  program
    .command('merge')
    .description('Make one history of those that several load generators recorded of one run (docs/SCALE.md)')
    .argument('<history...>', 'the files, two or more, each with clients of its own')
    .requiredOption('-o, --output <file>', 'the history to be made; it must not be there')
    .option('--same-clock', 'they were recorded on one machine, by one clock, and none was compared')
    .option('--json', 'print JSON instead of text')
    .action(async (files: string[], { output, sameClock = false, json }: MergeOptions) => {
      const [file, other] = files;
      if (other === undefined)
        throw usageError(`${file} alone is nothing to merge`, { next: 'give the history of each generator' });
      const merged = await mergeFiles(files, output, { sameClock });
      if (json) printJson({ output, ...merged });
      else print(mergedInWords(merged, files.length, output));
    });
}

/** What became one, and how well its clocks are known; `output` is where it is, if anywhere. */
export function mergedInWords({ operations, experiments }: Merged, parts: number, output?: string): string {
  const where = output === undefined ? ', merged as they were read' : `: ${output}`;
  const lines = [
    `${counted(parts, 'history').replace(/ys$/, 'ies')}, ${counted(operations, 'operation')}${where}`,
  ];
  for (const { id, isWhole, errorMs, clocks } of experiments) {
    lines.push(
      `  ${id}: clocks known to ${errorMs.toFixed(3)} ms${isWhole ? '' : '; cut off, a part has no end'}`,
    );
    for (const { part, offsetMs, driftPpm, errorMs: left } of clocks) {
      const drift = driftPpm === undefined ? '' : `, ${driftPpm.toFixed(1)} ppm`;
      lines.push(
        `    ${part}: ${offsetMs >= 0 ? '+' : ''}${offsetMs.toFixed(3)} ms${drift}, error ${left.toFixed(3)} ms`,
      );
    }
  }
  return lines.join('\n');
}
