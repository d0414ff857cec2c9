import { inColumns, paint, paragraph, plain, type Terminal } from '../report/terminal.ts';
import { REPROS } from './catalogue.ts';
import type { ReproResult } from './judge.ts';

const LOOKS = {
  reproduced: ['red', '✗'],
  'not reproduced': ['green', '✓'],
  unknown: ['yellow', '?'],
} as const;

/** How often each report was reproduced, and in what; for a terminal or a log. */
export function renderRepros(results: readonly ReproResult[], terminal: Terminal): string {
  const head = ['report', 'what was seen', 'seen', 'verdict'].map((name) => paint('dim', name, terminal));
  const rows = results.map((result) => [
    `${plain(result.name)}\n${plain(result.installed.join(', '))}`,
    `${plain(result.title)}\n${plain(evidence(result))}`,
    `${result.seenIn} of ${result.judged}`,
    verdict(result, terminal),
  ]);
  const columns = [{ width: 30 }, { share: 1 }, { width: 8 }, { width: 16 }];
  const sources = results.flatMap(({ name, sources: each }) => each.map((source) => `  ${name}: ${source}`));
  return `${[inColumns(columns, [head, ...rows], terminal), sources.join('\n')].join('\n\n')}\n`;
}

function verdict({ verdict: word }: ReproResult, terminal: Terminal): string {
  const [style, sign] = LOOKS[word];
  return paint(style, `${sign} ${word}`, terminal);
}

/** Of an attempt that shows it, or of the first. */
function evidence({ attempts }: ReproResult): string {
  const telling = attempts.find(({ reproduced }) => reproduced === true) ?? attempts[0];
  return telling?.evidence ?? 'nothing was tried';
}

/** Every report that there is: its name, what is said, where, and of which versions. */
export function renderList(terminal: Terminal): string {
  const blocks = Object.entries(REPROS).map(([name, { title, says, versions, sources }]) =>
    [
      paint('bold', `  ${name}`, terminal),
      paragraph(plain(`${title}. ${says}`), terminal),
      paragraph(plain(`Versions: ${versions}.`), terminal),
      ...sources.map((source) => `  ${source}`),
    ].join('\n'),
  );
  return `${blocks.join('\n\n')}\n`;
}
