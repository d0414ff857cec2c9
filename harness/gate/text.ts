import { printable } from '../report/printable.ts';
import { inColumns, paint, paragraph, plain, type Terminal, verdictText } from '../report/terminal.ts';
import { counted } from '../units.ts';
import type { Check, Decision } from './decision.ts';
import { comparedIn, Footnotes } from './delta-words.ts';

/** Witnesses that a terminal shows; the others are in gate.md and in junit.xml. */
const WITNESSES = 3;

/** A decision for a terminal or a log: first what decided it, then what was allowed, what was not asked, and what passed. */
export function renderGateText(
  { run, policy, advice, verdict, checks }: Decision,
  terminal: Terminal,
): string {
  const open = checks.filter((check) => check.verdict !== 'pass');
  const of = (...kinds: Check['allowed'][]) =>
    checks.filter(({ allowed: kind }) => kind !== undefined && kinds.includes(kind));
  const unasked = of('not asked');
  const allowed = of('policy', 'not promised');
  const short = of('not compared');
  const shown = new Set([...open, ...allowed, ...unasked, ...short, ...comparedIn(checks).shown]);
  const rest = checks.length - shown.size;
  const bad = open.toSorted((a, b) => Number(b.verdict === 'fail') - Number(a.verdict === 'fail'));
  const blocks = [
    paragraph(
      `${verdictText(verdict, terminal)}  gate on ${plain(run)} by the policy ${plain(policy)}`,
      terminal,
    ),
    paint('bold', paragraph(plain(advice), terminal), terminal),
    rows(
      bad.filter(({ delta }) => delta === undefined),
      terminal,
    ),
    deltas(checks, terminal),
    ...bad
      .filter(({ evidence }) => evidence !== undefined)
      .slice(0, WITNESSES)
      .map((check) => witness(check, terminal)),
    allowed.length > 0 ? paint('bold', paragraph('Found, and allowed:', terminal), terminal) : '',
    rows(allowed, terminal),
    unasked.length > 0 ? paint('bold', paragraph('Required, and not asked:', terminal), terminal) : '',
    rows(unasked, terminal),
    short.length > 0 ? paint('bold', paragraph('Not compared:', terminal), terminal) : '',
    rows(short, terminal),
    paragraph(`${counted(rest, 'other check')} passed.`, terminal),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function deltas(checks: readonly Check[], terminal: Terminal): string {
  const { shown, none } = comparedIn(checks);
  if (shown.length + none.length === 0) return '';
  const footnotes = new Footnotes();
  const isOne = new Set(shown.map(({ delta }) => delta.experiment)).size === 1;
  const head = ['', 'figure', 'baseline', 'here', 'change (95 %)', 'margin', ''].map((name) =>
    paint('dim', name, terminal),
  );
  const lines = shown.map(({ delta, ...check }) => {
    const { short, note } = footnotes.of(delta);
    return [
      mark(check, terminal),
      plain(isOne ? delta.figure : `${delta.experiment}: ${delta.figure}`),
      plain(delta.baseline ?? 'none'),
      plain(delta.candidate ?? 'none'),
      plain(delta.change?.text ?? ''),
      plain(delta.margin),
      note === undefined ? short : `${short} (${note})`,
    ];
  });
  const open = none.filter(({ verdict }) => verdict !== 'pass');
  const rest = open.map(({ delta }) => footnotes.of(delta).note).filter((note) => note !== undefined);
  const why = rest.length === 0 ? '' : ` (${[...new Set(rest)].join(', ')})`;
  const columns = [
    { width: 9 },
    { share: 3 },
    { width: 10 },
    { width: 10 },
    { share: 2 },
    { width: 7 },
    { width: 20 },
  ];
  return [
    shown.length === 0 ? '' : inColumns(columns, [head, ...lines], terminal),
    open.length === 0
      ? ''
      : paragraph(
          `Cannot tell${why} of ${counted(open.length, 'other figure')} of which neither side has any.`,
          terminal,
        ),
    ...footnotes.notes.map((note, at) => paragraph(`(${at + 1}) ${plain(note)}`, terminal)),
  ]
    .filter((block) => block !== '')
    .join('\n');
}

function rows(checks: readonly Check[], terminal: Terminal): string {
  if (checks.length === 0) return '';
  return inColumns(
    [{ width: 12 }, { share: 2 }, { share: 3 }],
    checks.map((check) => [mark(check, terminal), plain(check.title), plain(check.message)]),
    terminal,
  );
}

const mark = ({ verdict, allowed }: Pick<Check, 'verdict' | 'allowed'>, terminal: Terminal) =>
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
