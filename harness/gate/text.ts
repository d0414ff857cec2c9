import { printable } from '../report/printable.ts';
import { inColumns, paint, paragraph, plain, type Terminal, verdictText } from '../report/terminal.ts';
import { counted } from '../units.ts';
import type { Check, Decision } from './decision.ts';

/** Witnesses that a terminal shows; the others are in gate.md and in junit.xml. */
const WITNESSES = 3;

/** A decision for a terminal or a log: first what decided it, then what was allowed, what was not asked, and what passed. */
export function renderGateText(
  { run, policy, advice, verdict, checks }: Decision,
  terminal: Terminal,
): string {
  const open = checks.filter((check) => check.verdict !== 'pass');
  const unasked = checks.filter((check) => check.allowed === 'not asked');
  const allowed = checks.filter((check) => check.allowed !== undefined && check.allowed !== 'not asked');
  const rest = checks.length - open.length - allowed.length - unasked.length;
  const bad = open.toSorted((a, b) => Number(b.verdict === 'fail') - Number(a.verdict === 'fail'));
  const blocks = [
    paragraph(
      `${verdictText(verdict, terminal)}  gate on ${plain(run)} by the policy ${plain(policy)}`,
      terminal,
    ),
    paint('bold', paragraph(plain(advice), terminal), terminal),
    rows(bad, terminal),
    ...bad
      .filter(({ evidence }) => evidence !== undefined)
      .slice(0, WITNESSES)
      .map((check) => witness(check, terminal)),
    allowed.length > 0 ? paint('bold', paragraph('Found, and allowed:', terminal), terminal) : '',
    rows(allowed, terminal),
    unasked.length > 0 ? paint('bold', paragraph('Required, and not asked:', terminal), terminal) : '',
    rows(unasked, terminal),
    paragraph(`${counted(rest, 'other check')} passed.`, terminal),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function rows(checks: readonly Check[], terminal: Terminal): string {
  if (checks.length === 0) return '';
  return inColumns(
    [{ width: 12 }, { share: 2 }, { share: 3 }],
    checks.map((check) => [mark(check, terminal), plain(check.title), plain(check.message)]),
    terminal,
  );
}

const mark = ({ verdict, allowed }: Check, terminal: Terminal) =>
  allowed === undefined ? verdictText(verdict, terminal) : paint('dim', allowed, terminal);

const witness = ({ evidence = '' }: Check, terminal: Terminal) =>
  evidence
    .split('\n')
    // Wrapping would break the columns of its steps: a line that is too long is cut.
    .map((line) =>
      cut(`  ${/^ */.exec(line)?.[0] ?? ''}${printable(line.trimStart())}`, Math.max(40, terminal.columns)),
    )
    .join('\n');

const cut = (line: string, columns: number) =>
  line.length > columns ? `${line.slice(0, columns - 1)}…` : line;
