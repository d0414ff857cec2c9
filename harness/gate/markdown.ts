import { code, collapsed, inline, table, verdictMark } from '../report/markdown/syntax.ts';
import { counted } from '../units.ts';
import type { Check, Decision } from './decision.ts';
import { comparedIn, Footnotes } from './delta-words.ts';

const WITNESSES = 8;
/** Rows of a table. */
const ROWS = 100;
/** A comment on a pull request is limited to 65,536 characters, of which whoever writes it needs some. */
const MOST_CHARACTERS = 64_000;

/** A decision as a comment on a pull request: what decided it in the open, the rest folded away. */
export function renderGateMarkdown({ run, policy, advice, verdict, checks }: Decision): string {
  const fail = checks.filter((check) => check.verdict === 'fail');
  const unknown = checks.filter((check) => check.verdict === 'unknown');
  const of = (...kinds: Check['allowed'][]) =>
    checks.filter(({ allowed: kind }) => kind !== undefined && kinds.includes(kind));
  const allowed = of('policy', 'not promised');
  const open = of('not asked');
  const short = of('not compared');
  const passed = checks.filter((check) => check.verdict === 'pass' && check.allowed === undefined);
  const parts = [
    `## Holdfast gate: ${verdictMark(verdict)}`,
    `**${inline(advice)}**`,
    inline(
      `${run} by the policy ${policy}: ${counted(checks.length, 'check')}, ${fail.length} failed, ${unknown.length} unknown, ${allowed.length} found and allowed, ${open.length} required and not asked`,
    ),
    deltas(checks),
    rows([...fail, ...unknown].filter((check) => check.delta === undefined)),
    witnesses([...fail, ...unknown]),
    allowed.length > 0 ? collapsed(`Found, and allowed: ${allowed.length}`, rows(allowed)) : '',
    open.length > 0 ? collapsed(`Required, and not asked: ${open.length}`, rows(open)) : '',
    short.length > 0 ? collapsed(`Not compared: ${short.length}`, rows(short)) : '',
    passed.length > 0 ? collapsed(`Passed: ${passed.length}`, rows(passed)) : '',
  ];
  return `${fitting(parts.filter((part) => part !== '')).join('\n\n')}\n`;
}

/** As many parts as a comment has room for, the first ones first; a part that is cut would spoil what follows. */
function fitting(parts: readonly string[]): string[] {
  const kept: string[] = [];
  let left = MOST_CHARACTERS;
  for (const part of parts) {
    left -= part.length + 2;
    if (left >= 0) kept.push(part);
  }
  const hidden = parts.length - kept.length;
  if (hidden > 0) kept.push('What has no room in a comment is not shown here; junit.xml has all.');
  return kept;
}

/** Figures beside the baseline's: what is worse or cannot be told in the open, first. */
function deltas(checks: readonly Check[]): string {
  const footnotes = new Footnotes();
  const { shown, none } = comparedIn(checks);
  const figures = [...shown, ...none];
  const rowsOf = (those: typeof figures) => {
    const lines = those.slice(0, ROWS).map(({ delta, verdict }) => {
      const { short, note } = footnotes.of(delta);
      return [
        verdictMark(verdict),
        inline(delta.experiment),
        inline(delta.figure),
        inline(delta.baseline ?? ''),
        inline(delta.candidate ?? ''),
        inline(delta.change?.text ?? ''),
        inline(delta.margin),
        inline(note === undefined ? short : `${short} (${note})`),
      ];
    });
    const hidden = those.length - lines.length;
    const more = hidden > 0 ? `\n\n${hidden} more are not shown here; junit.xml has all.` : '';
    return table(HEAD, lines) + more;
  };
  const bad = figures.filter(({ verdict }) => verdict !== 'pass');
  const good = figures.filter(({ verdict }) => verdict === 'pass');
  const open = bad.length > 0 ? rowsOf(bad) : '';
  const folded = good.length > 0 ? rowsOf(good) : '';
  const notes = footnotes.notes.map((note, at) => `(${at + 1}) ${inline(note)}`).join('\n\n');
  return [open, notes, folded === '' ? '' : collapsed(`Not worse than the baseline: ${good.length}`, folded)]
    .filter((part) => part !== '')
    .join('\n\n');
}

const HEAD = ['Verdict', 'Experiment', 'Figure', 'Baseline', 'Here', 'Change (95 %)', 'Margin', 'Decision'];

function rows(checks: readonly Check[]): string {
  if (checks.length === 0) return '';
  const shown = checks
    .slice(0, ROWS)
    .map((check) => [
      check.allowed === undefined ? verdictMark(check.verdict) : inline(check.allowed),
      inline(check.title),
      inline(check.message),
    ]);
  const hidden = checks.length - shown.length;
  const note = hidden > 0 ? `\n\n${hidden} more are not shown here; junit.xml has all.` : '';
  return table(['Verdict', 'Check', 'What came out'], shown) + note;
}

function witnesses(checks: readonly Check[]): string {
  const texts = checks.flatMap(({ evidence }) => (evidence === undefined ? [] : [evidence]));
  if (texts.length === 0) return '';
  return collapsed('Witnesses', code(texts.slice(0, WITNESSES).join('\n\n')));
}
