import { code, collapsed, inline, table, verdictMark } from '../report/markdown/syntax.ts';
import { counted } from '../units.ts';
import type { Check, Decision } from './decision.ts';

const WITNESSES = 8;
/** A comment on a pull request is limited to 65,536 characters. */
const ROWS = 100;

/** A decision as a comment on a pull request: what decided it in the open, the rest folded away. */
export function renderGateMarkdown({ run, policy, advice, verdict, checks }: Decision): string {
  const fail = checks.filter((check) => check.verdict === 'fail');
  const unknown = checks.filter((check) => check.verdict === 'unknown');
  const allowed = checks.filter((check) => check.allowed !== undefined && check.allowed !== 'not asked');
  const open = checks.filter((check) => check.allowed === 'not asked');
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
    passed.length > 0 ? collapsed(`Passed: ${passed.length}`, rows(passed)) : '',
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Figures beside the baseline's: what is worse or cannot be told in the open, first. */
function deltas(checks: readonly Check[]): string {
  const of = (...wanted: readonly Check['verdict'][]) =>
    wanted.flatMap((verdict) =>
      checks.flatMap(({ delta, message, ...check }) =>
        delta !== undefined && check.verdict === verdict
          ? [
              [
                verdictMark(verdict),
                inline(delta.experiment),
                inline(delta.figure),
                inline(delta.baseline ?? ''),
                inline(delta.candidate ?? ''),
                inline(delta.margin),
                inline(message),
              ],
            ]
          : [],
      ),
    );
  const head = ['Verdict', 'Experiment', 'Figure', 'Baseline', 'Here', 'Margin', 'Decision'];
  const shown = (lines: string[][]) =>
    table(head, lines.slice(0, ROWS)) +
    (lines.length > ROWS ? `\n\n${lines.length - ROWS} more are not shown here; junit.xml has all.` : '');
  const bad = of('fail', 'unknown');
  const good = of('pass');
  return [
    bad.length > 0 ? shown(bad) : '',
    good.length > 0 ? collapsed(`Not worse than the baseline: ${good.length}`, shown(good)) : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

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
