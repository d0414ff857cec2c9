import { join } from 'node:path';
import { APP_ERROR_COLUMNS, appErrorRows, asksForErrors, firstOf, logsOf } from './app-errors.ts';
import { awayInWords } from './away.ts';
import { grew } from '../stats/growth.ts';
import { FEWEST_READINGS } from '../stats/slope.ts';
import { checkAgain, gateIt } from './commands.ts';
import { remarkOnClaim } from './claim-remark.ts';
import { whenExpired } from './expiry.ts';
import { renderFindings } from './anomalies.ts';
import type { Reader } from './format.ts';
import { findingsOf, storeName } from './findings.ts';
import { aheadInWords, roomInWords } from './room.ts';
import { perRequestText } from '../analysis/request-growth.ts';
import { BREAKPOINT_COLUMNS, breakpointRows } from './breakpoint.ts';
import { headline } from './headline.ts';
import { SOAK_COLUMNS, soakRows, soakSentences } from './soak.ts';
import { NEWS_LEGEND, newsOf } from './news.ts';
import { remarkOn } from './fault-remark.ts';
import { heapNotesIn } from '../model/heap-note.ts';
import { uncleanNotesIn } from '../model/unclean-note.ts';
import type { ClaimResult, ExperimentResult, Growth, Results } from '../model/results.ts';
import { commands, inColumns, paint, paragraph, plain, type Terminal, verdictText } from './terminal.ts';
import { failedDuring } from './toll.ts';
import { counted, formatBytes, formatCount, formatMs, formatPercent, formatSlope } from '../units.ts';

/**
 * The verdict table and what goes with it, for a terminal or a log. No line is wider than `columns` (40 at
 * least), but for the last ones, which are to be copied whole.
 */
export function renderText(results: Results, options: Reader): string {
  const blocks = [
    paint('bold', paragraph(plain(headline(results)), options), options),
    claimRows(results, options),
    // A proof is about its claims; without any, it is the experiments that decide.
    results.claims.length === 0 ? renderFindings(results.experiments.map(asFindings), options) : '',
    breakpointTables(results, options),
    soakTables(results, options),
    growthRows(results, options),
    heapLines(results, options),
    expiryLines(results, options),
    faultRows(results, options),
    problemLines(results, options),
    appErrorTables(results, options),
    openLines(results, options),
    nextSteps(options),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

const asFindings = (experiment: ExperimentResult) => ({
  ...experiment,
  reason:
    experiment.problems[0] ?? (experiment.verdict === 'unknown' ? unknownReason(experiment) : undefined),
});

const unknownReason = ({ checkers }: ExperimentResult) =>
  checkers.find(({ verdict, tested = 0 }) => verdict === 'unknown' && tested > 0)?.reason ??
  'there was nothing to test';

const heading = (names: string[], options: Terminal) => names.map((name) => paint('dim', name, options));

/** Wide enough for the names that are there, within reason. */
const nameWidth = (names: readonly string[]) =>
  Math.min(14, Math.max(5, ...names.map(({ length }) => length)));

/** Of the longest verdict that is there, and the sign before it. */
const verdictWidth = (claims: readonly ClaimResult[]) =>
  Math.max(9, ...claims.map(({ verdict }) => verdict.length + 2));

function claimRows(results: Results, options: Reader): string {
  const { claims } = results;
  if (claims.length === 0) return '';
  const names = claims.map(({ store }) => plain(storeName(results, store)));
  const rows = claims.map((claim, index) => [
    names[index] ?? '',
    plain(`${claim.id} ${claim.text}`),
    plain([claim.measured, remarkOnClaim(claim)].filter((part) => part !== undefined).join('; ')),
    verdictText(claim.verdict, options, newsOf(claim)),
  ]);
  const columns = [{ width: nameWidth(names) }, { share: 4 }, { share: 5 }, { width: verdictWidth(claims) }];
  const table = inColumns(
    columns,
    [heading(['store', 'claim', 'measured', 'verdict'], options), ...rows],
    options,
  );
  return `${table}\n\n${paragraph(NEWS_LEGEND, options)}`;
}

function breakpointTables({ experiments }: Results, options: Reader): string {
  const columns = [{ width: 10 }, { width: 18 }, { width: 10 }, { width: 8 }, { width: 8 }, { share: 1 }];
  return experiments
    .flatMap(({ breakpoint }) =>
      breakpoint === undefined
        ? []
        : [
            inColumns(
              columns,
              [
                heading([...BREAKPOINT_COLUMNS], options),
                ...breakpointRows(breakpoint).map((row) => row.map(plain)),
              ],
              options,
            ),
          ],
    )
    .join('\n\n');
}

function soakTables({ experiments }: Results, options: Reader): string {
  const columns = [{ width: 10 }, { width: 12 }, { width: 10 }, { width: 8 }, { width: 8 }, { share: 1 }];
  return experiments
    .flatMap((experiment) => {
      const { soak } = experiment;
      if (soak === undefined) return [];
      const rows = soakRows(soak).map((row) => row.map(plain));
      return [
        inColumns(columns, [heading([...SOAK_COLUMNS], options), ...rows], options),
        soakSentences(experiment)
          .map((sentence) => paragraph(plain(sentence), options))
          .join('\n'),
      ];
    })
    .join('\n\n');
}

function heapLines({ experiments }: Results, options: Reader): string {
  const lines = experiments.flatMap(({ id, notes }) => heapNotesIn(notes).map((note) => `${id}: ${note}`));
  return lines.map((line) => paragraph(plain(line), options)).join('\n');
}

function growthRows(results: Results, options: Reader): string {
  const rows = results.experiments.flatMap(({ store, growth }) =>
    growth ? [[plain(storeName(results, store)), appMemory(growth), serverMemory(growth)]] : [],
  );
  if (rows.length === 0) return '';
  const columns = [{ width: nameWidth(rows.map(([name = '']) => name)) }, { share: 1 }, { share: 1 }];
  const head = ['store', "growth of the app's heap", "growth of the server's memory"];
  return inColumns(columns, [heading(head, options), ...rows], options);
}

function memory({ slope, heldAfterTtl }: Pick<Growth['app'], 'slope' | 'heldAfterTtl'>): string {
  if (slope === null)
    return `unknown: it takes ${FEWEST_READINGS} readings after the warm-up; a longer --duration takes more`;
  const held =
    heldAfterTtl === null ? '' : `; ${formatPercent(heldAfterTtl)} held one TTL after the last visitor`;
  return `${formatSlope(slope)} a session${grew(slope) ? '' : ` (none told from drift; ${formatBytes(slope.smallestVisible)} would have been)`}${held}`;
}

function appMemory({ app, perRequest }: Growth): string {
  const slope = perRequest?.slope;
  const parts = [memory(app), slope && perRequestText(slope), aheadInWords(app), roomInWords(app)];
  return parts.filter((part) => typeof part === 'string').join('; ');
}

function serverMemory({ server }: Growth): string {
  if (server === null) return 'none was read';
  const stored = server.storedAfterTtl === null ? '' : `; ${counted(server.storedAfterTtl, 'session')} left`;
  return plain(`${memory(server)}${stored}`);
}

function expiryLines({ experiments }: Results, options: Reader): string {
  return experiments
    .flatMap((experiment) => {
      const sentence = whenExpired(experiment);
      return sentence === undefined ? [] : [paragraph(plain(`${experiment.id}: ${sentence}`), options)];
    })
    .join('\n');
}

function faultRows({ experiments }: Results, options: Reader): string {
  const rows = experiments.flatMap((experiment) =>
    experiment.faults.map((fault) => [
      plain(experiment.id),
      plain(`${fault.kind} at ${formatMs(fault.onsetMs)}${remarkOn(fault)}`),
      awayInWords(fault),
      fault.sessionsLost === undefined
        ? 'unknown'
        : `${formatCount(fault.sessionsLost)} of ${formatCount(fault.sessionsBefore ?? 0)}`,
      formatCount(failedDuring([fault], experiment)),
    ]),
  );
  if (rows.length === 0) return '';
  const head = ['experiment', 'fault', 'away for', 'sessions lost', 'failed'];
  const columns = [{ share: 1 }, { share: 1 }, { width: 8 }, { width: 13 }, { width: 7 }];
  const note = notHoped(experiments);
  const table = inColumns(columns, [heading(head, options), ...rows], options);
  return note === '' ? table : `${table}\n\n${paragraph(note, options)}`;
}

function notHoped(experiments: readonly ExperimentResult[]): string {
  const failed = experiments.reduce((sum, e) => sum + failedDuring(e.faults, e), 0);
  if (failed === 0) return '';
  return `${counted(failed, 'request')} failed, or nobody knows, while faults were in force; the page shows when.`;
}

function problemLines(results: Results, options: Reader): string {
  const own = results.experiments.flatMap(({ id, problems, notes }) =>
    [...problems, ...uncleanNotesIn(notes)].map((text) => `${id}: ${text}`),
  );
  const untested = findingsOf(results)
    .filter(({ experiments }) => experiments.length === 0)
    .map(({ name }) => `${name} was not tested`);
  const all = [...new Set([...results.problems, ...(results.problems.length > 0 ? [] : untested), ...own])];
  return all
    .map((problem) => paragraph(`${paint('yellow', '!', options)} ${plain(problem)}`, options))
    .join('\n');
}

/** What the app itself says, beside a verdict that asks for it; its name is told where there are several experiments. */
function appErrorTables(results: Results, options: Reader): string {
  const columns = [{ width: 8 }, { width: 9 }, { width: 10 }, { share: 1 }];
  return results.experiments
    .flatMap((experiment) => {
      const { id, appErrors = [] } = experiment;
      if (appErrors.length === 0 || !asksForErrors(experiment, results)) return [];
      const { shown, more } = firstOf(appErrors);
      const rows = appErrorRows(shown).map((row) => row.map(plain));
      const rest = more === 0 ? '' : `; the page has ${formatCount(more)} more`;
      const logs = logsOf(appErrors);
      const lines = [
        paragraph(plain(`${id}: errors in the app's own log${rest}`), options),
        inColumns(columns, [heading([...APP_ERROR_COLUMNS], options), ...rows], options),
        logs === undefined ? '' : commands([['Log', join(options.folder, logs)]]),
      ];
      return [lines.filter((line) => line !== '').join('\n')];
    })
    .join('\n\n');
}

/** Of several experiments: what each was offered too much, and, in a proof, why it is unknown. */
function openLines({ experiments, claims }: Results, options: Reader): string {
  if (experiments.length === 1) return '';
  return experiments
    .flatMap((experiment) => {
      const { id, advice = [], problems, verdict } = experiment;
      const isOpen = claims.length > 0 && verdict === 'unknown' && problems.length === 0;
      const said = [...(isOpen ? [unknownReason(experiment)] : []), ...advice];
      return said.length === 0
        ? []
        : [`${paint('yellow', '?', options)} ${plain(`${id}: ${said.join('; ')}`)}`];
    })
    .map((line) => paragraph(line, options))
    .join('\n');
}

const nextSteps = ({ folder, invocation }: Reader): string =>
  commands([
    ['Page', join(folder, 'report.html')],
    ['Again', checkAgain(folder, invocation)],
    ['Gate', gateIt(folder, invocation)],
  ]);
