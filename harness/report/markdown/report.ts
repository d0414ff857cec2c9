import { APP_ERROR_COLUMNS, appErrorRows, asksForErrors, firstOf, logsOf } from '../app-errors.ts';
import { whenExpired } from '../expiry.ts';
import { awayInWords } from '../away.ts';
import { remarkOnClaim } from '../claim-remark.ts';
import { remarkOn } from '../fault-remark.ts';
import { checkAgain, defaultFolder, gateIt, runAgain } from '../commands.ts';
import { storeName } from '../findings.ts';
import { BREAKPOINT_COLUMNS, breakpointRows } from '../breakpoint.ts';
import { headline } from '../headline.ts';
import { SOAK_COLUMNS, soakRows, soakSentences } from '../soak.ts';
import { decisionOf, NEWS_LEGEND, newsOf } from '../news.ts';
import { found } from '../../model/found.ts';
import { heapNotesIn } from '../../model/heap-note.ts';
import { uncleanNotesIn } from '../../model/unclean-note.ts';
import type { ExperimentResult, Growth, Results } from '../../model/results.ts';
import { leftOut } from '../of-the-load.ts';
import { failedDuring } from '../toll.ts';
import { aheadInWords, roomInWords } from '../room.ts';
import { formatBytes, formatCount, formatMs, formatPercent, formatSlope } from '../../units.ts';
import { witnessText } from '../witness.ts';
import { code, collapsed, inline, table, verdictMark } from './syntax.ts';

/** Witnesses of a kind and experiment: a comment on a pull request is limited to 65,536 characters. */
const WITNESSES = 2;
const MOST_WITNESSES = 12;

/** report.md: the verdicts to read at once, everything else folded away. Also good as a comment. */
export function renderMarkdown(results: Results, invocation?: string): string {
  const { word, news } = decisionOf(results);
  const parts = [
    `## ${verdictMark(word, news)}: ${inline(headline(results))}`,
    claims(results),
    problems(results),
    ...appErrors(results),
    breakpoints(results),
    soaks(results),
    growth(results),
    expiries(results),
    faults(results),
    latency(results),
    anomalies(results),
    provenance(results, invocation),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function claims(results: Results): string {
  if (results.claims.length === 0) return '';
  const rows = table(
    ['Store', 'Claim', 'Measured', 'Verdict'],
    results.claims.map((claim) => [
      inline(storeName(results, claim.store)),
      `${inline(`${claim.id} ${claim.text}`)}<br><sub>${inline(claim.source)}</sub>`,
      inline([claim.measured, remarkOnClaim(claim)].filter((part) => part !== undefined).join('; ')),
      verdictMark(claim.verdict, newsOf(claim)),
    ]),
  );
  return `${rows}\n\n${inline(NEWS_LEGEND.replace('✗', '❌').replace('✓', '✅').replace('±', '⚠️'))}`;
}

function problems({ problems, experiments }: Results): string {
  const own = experiments.flatMap(({ id, problems, advice = [], notes }) =>
    [...problems, ...(experiments.length > 1 ? advice : []), ...uncleanNotesIn(notes)].map(
      (problem) => `${id}: ${problem}`,
    ),
  );
  return [...new Set([...problems, ...own])].map((problem) => `- ⚠️ ${inline(problem)}`).join('\n');
}

/** Open where the verdict asks for them. */
function appErrors(results: Results): string[] {
  return results.experiments.flatMap((experiment) => {
    const { id, appErrors = [] } = experiment;
    if (appErrors.length === 0) return [];
    const isAsked = asksForErrors(experiment, results);
    const rows = appErrorRows(firstOf(appErrors).shown).map((row) => row.map(inline));
    const logs = logsOf(appErrors);
    const content = [
      table([...APP_ERROR_COLUMNS], rows),
      logs === undefined ? '' : `The whole log, in the folder of the run: ${inline(logs)}`,
    ].filter((part) => part !== '');
    const title = `${id}: errors in the app's own log`;
    return isAsked ? [inline(title), ...content] : [collapsed(title, content.join('\n\n'))];
  });
}

function breakpoints({ experiments }: Results): string {
  return experiments
    .flatMap(({ breakpoint }) =>
      breakpoint === undefined
        ? []
        : [
            collapsed(
              'Where it broke',
              table(
                [...BREAKPOINT_COLUMNS],
                breakpointRows(breakpoint).map((row) => row.map(inline)),
                5,
              ),
            ),
          ],
    )
    .join('\n\n');
}

function soaks({ experiments }: Results): string {
  return experiments
    .flatMap((experiment) => {
      const { soak } = experiment;
      if (soak === undefined) return [];
      const rows = soakRows(soak).map((row) => row.map(inline));
      return [
        ...soakSentences(experiment).map(inline),
        collapsed('Over time, at the same rate', table([...SOAK_COLUMNS], rows, 6)),
      ];
    })
    .join('\n\n');
}

const slopeOf = ({ slope, heldAfterTtl }: Pick<Growth['app'], 'slope' | 'heldAfterTtl'>) => [
  slope ? formatSlope(slope) : 'unknown',
  slope ? formatBytes(slope.smallestVisible) : 'unknown',
  heldAfterTtl === null ? '' : formatPercent(heldAfterTtl),
];

function growth(results: Results): string {
  const rows = results.experiments.flatMap(({ store, growth }) => {
    if (!growth) return [];
    const name = inline(storeName(results, store));
    const app = [name, 'app: heap', ...slopeOf(growth.app)];
    const { server, perRequest } = growth;
    const rows = [app];
    if (perRequest?.slope)
      rows.push([name, 'app: heap, by request', ...slopeOf({ slope: perRequest.slope, heldAfterTtl: null })]);
    if (server) rows.push([name, inline(`store: ${server.figure}`), ...slopeOf(server)]);
    return rows;
  });
  const head = [
    'Store',
    'Memory',
    'Growth a session, or a request',
    'Smallest visible',
    'Held one TTL after',
  ];
  const room = results.experiments.flatMap(({ store, growth }) => {
    const said =
      growth && [aheadInWords(growth.app), roomInWords(growth.app)].filter((each) => each !== undefined);
    return said && said.length > 0 ? [inline(`${storeName(results, store)}: ${said.join('. ')}.`)] : [];
  });
  const held = results.experiments.flatMap(({ id, notes }) =>
    heapNotesIn(notes).map((note) => inline(`${id}: ${note}`)),
  );
  return rows.length === 0
    ? ''
    : collapsed('Memory growth', [table(head, rows, 3), ...room, ...held].join('\n\n'));
}

function expiries({ experiments }: Results): string {
  return experiments
    .flatMap((experiment) => {
      const sentence = whenExpired(experiment);
      return sentence === undefined ? [] : [inline(`${experiment.id}: ${sentence}`)];
    })
    .join('\n\n');
}

function faults({ experiments }: Results): string {
  const rows = experiments.flatMap((experiment) =>
    experiment.faults.map((fault) => [
      inline(experiment.id),
      inline(`${fault.kind} on ${fault.target}${remarkOn(fault)}`),
      formatMs(fault.onsetMs),
      awayInWords(fault),
      fault.sessionsLost === undefined
        ? 'unknown'
        : `${formatCount(fault.sessionsLost)} of ${formatCount(fault.sessionsBefore ?? 0)}`,
      formatCount(failedDuring([fault], experiment)),
    ]),
  );
  const head = ['Experiment', 'Fault', 'At', 'Unavailable for', 'Sessions lost', 'Requests failed'];
  return rows.length === 0 ? '' : collapsed('Faults', table(head, rows, 4));
}

function latency({ experiments }: Results): string {
  const rows = experiments.flatMap(({ id, latency, latencyOfFailed = [], generator }) =>
    [...latency, ...latencyOfFailed.map((row) => ({ ...row, op: `${row.op}, failed` }))].map(
      ({ op, fromIntended, fromSend }) => {
        const figures = [fromIntended.p50Ms, fromIntended.p99Ms, fromSend.p50Ms, fromSend.p99Ms];
        return [
          inline(id),
          inline(op),
          ...figures.map((ms) => (generator.verdict === 'pass' ? formatMs(ms) : 'unknown')),
        ];
      },
    ),
  );
  const head = ['Experiment', 'Operation', 'Median', 'p99', 'Median from send', 'p99 from send'];
  const without = leftOut(experiments);
  const content = table(head, rows, 4) + (without === undefined ? '' : `\n\n${inline(without)}`);
  return rows.length === 0 ? '' : collapsed('Latency, from the intended start', content);
}

function anomalies({ experiments }: Results): string {
  const rows = experiments.flatMap((experiment) =>
    found(experiment.anomalyCounts).map(([kind, count]) => [
      inline(experiment.id),
      inline(kind),
      experiment.notPromised.length > 0 ? inline(`not promised: ${experiment.notPromised.join(', ')}`) : '',
      formatCount(count),
    ]),
  );
  if (rows.length === 0) return '';
  // What nobody promised must not push a broken promise off the end.
  const byPromise = experiments.toSorted((a, b) => a.notPromised.length - b.notPromised.length);
  const shown = byPromise.flatMap(witnesses).slice(0, MOST_WITNESSES);
  const witnessed = shown.length === 0 ? '' : `\n\n${code(shown.join('\n\n'))}`;
  return collapsed('Anomalies', table(['Experiment', 'Anomaly', 'Promise', 'Count'], rows, 1) + witnessed);
}

function witnesses({ anomalies, faults }: ExperimentResult): string[] {
  const kinds = Map.groupBy(anomalies, ({ kind }) => kind);
  return [...kinds.values()].flatMap((each) =>
    each.slice(0, WITNESSES).map((anomaly) => witnessText(anomaly, faults)),
  );
}

function provenance(results: Results, invocation?: string): string {
  const { run, machine, versions } = results;
  const rows = versions.map(({ name, version, source }) => [name, version, source].map(inline));
  const folder = defaultFolder(results);
  const facts = `Seed ${run.seed}, started ${run.startedAt}, Holdfast ${run.holdfast}, ${machine.cores} cores, ${formatBytes(machine.memoryBytes)} memory, ${machine.os}, Node ${machine.node}. 1 KB is 1000 B.`;
  const content = [
    inline(facts),
    run.dashboard === undefined ? '' : `[This run in Grafana](${run.dashboard})`,
    rows.length === 0 ? '' : table(['What', 'Version', 'From'], rows),
    code(
      [runAgain(results, invocation), checkAgain(folder, invocation), gateIt(folder, invocation)].join('\n'),
      'sh',
    ),
  ];
  return collapsed(
    'How it was run, and how to run and check it again',
    content.filter((part) => part !== '').join('\n\n'),
  );
}
