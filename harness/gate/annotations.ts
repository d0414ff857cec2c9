import { printableLines } from '../report/printable.ts';
import type { Check, Decision } from './decision.ts';

/** GitHub shows no more of a kind in one step, and drops the others without a word. */
const MOST = 10;

const COMMANDS = [
  { command: 'error', verdict: 'fail' },
  { command: 'warning', verdict: 'unknown' },
] as const;

/**
 * A decision as annotations of a GitHub job, one workflow command a line: what failed as errors, what is unknown as
 * warnings. Of more than GitHub shows, the last one says how many there are.
 */
export function renderAnnotations({ checks, verdict, advice }: Decision): string {
  const lines = COMMANDS.flatMap(({ command, verdict: of }) => {
    const all = checks.filter((check) => check.verdict === of);
    const shown = all.length > MOST ? all.slice(0, MOST - 1) : all;
    const rest = all.length - shown.length;
    return [
      ...shown.map((check) => annotation(command, check)),
      ...(rest > 0 ? [line(command, 'Holdfast gate', `${rest} more: gate.md and junit.xml have them`)] : []),
    ];
  });
  const whole = verdict === 'pass' ? [line('notice', 'Holdfast gate: pass', advice)] : [];
  return [...lines, ...whole].map((each) => `${each}\n`).join('');
}

const annotation = (command: string, { title, message, evidence }: Check) =>
  line(command, title, evidence === undefined ? message : `${message}\n${evidence}`);

const line = (command: string, title: string, message: string) =>
  `::${command} title=${property(title)}::${data(message)}`;

/** As GitHub's own toolkit writes what a workflow command holds. */
const data = (text: string) =>
  printableLines(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
