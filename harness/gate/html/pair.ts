import { latencyChart, LATENCY_LINES, latencyReadings } from '../../report/charts/latency.ts';
import { operationsChart, operationsReadings, peakPerSecond } from '../../report/charts/operations.ts';
import { axisEndMs } from '../../report/axis.ts';
import { latencyTitle } from '../../report/of-the-load.ts';
import { figure, legend, OPERATIONS_LEGEND, patterns } from '../../report/html/figure.ts';
import { page } from '../../report/html/kit.ts';
import { badge, table } from '../../report/html/table.ts';
import { type Html, html } from '../../report/html/template.ts';
import type { ExperimentResult, Results } from '../../model/results.ts';
import { counted, formatCount } from '../../units.ts';
import type { Check, Decision } from '../decision.ts';
import { comparedIn, Footnotes } from '../delta-words.ts';

/** What was compared, of which experiments go by the same name. */
export interface Sides {
  decision: Decision;
  baseline: readonly Results[];
  candidate: readonly Results[];
}

const STYLE = `
.beside { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px 32px; }
.beside > h4 { margin: 8px 0 0; }
@media (max-width: 1080px) { .beside { grid-template-columns: minmax(0, 600px); } }
`;

const LATENCY_LEGEND = legend(LATENCY_LINES);

/**
 * A decision against a baseline as one page: what changed on top, what is worse first, then both sides beside each other, on
 * the same axes. Of several rounds the first of each side is drawn, and the figures above are of all.
 */
export function renderPair({ decision, baseline, candidate }: Sides): string {
  const { run, policy, advice, verdict, checks } = decision;
  return page(
    advice,
    html`${patterns}
      <main>
        <header>
          <p class="run">Holdfast gate · ${run}</p>
          <h1>${advice}</h1>
          <p class="decision">
            ${badge(verdict)} by the policy ${policy}: ${counted(candidate.length, 'round')} against
            ${counted(baseline.length, 'round')} of the baseline
          </p>
        </header>
        ${otherChecks(checks)} ${changes(checks)} ${experimentsBeside(baseline[0], candidate[0])}
      </main>`,
    STYLE,
  );
}

const COLUMNS = [
  { name: 'Verdict' },
  { name: 'Experiment' },
  { name: 'Figure' },
  { name: 'Baseline', figure: true },
  { name: 'Here', figure: true },
  { name: 'Change (95 %)', figure: true },
  { name: 'Margin', figure: true },
  { name: 'Decision' },
];

function changes(checks: readonly Check[]): Html {
  const footnotes = new Footnotes();
  const { shown, none } = comparedIn(checks);
  const rowsOf = (those: typeof shown) =>
    those.map(({ verdict, delta }) => {
      const { short, note } = footnotes.of(delta);
      return [
        badge(verdict),
        delta.experiment,
        delta.figure,
        delta.baseline ?? '',
        delta.candidate ?? '',
        delta.change?.text ?? '',
        delta.margin,
        note === undefined ? short : `${short} (${note})`,
      ];
    });
  const worse = rowsOf(shown.filter(({ verdict }) => verdict === 'fail'));
  const unsure = rowsOf(shown.filter(({ verdict }) => verdict === 'unknown'));
  const same = rowsOf([...shown.filter(({ verdict }) => verdict === 'pass'), ...none]);
  if (worse.length + unsure.length + same.length === 0)
    return html`<section>
      <h2>What changed</h2>
      <p>Nothing was compared: no figure is there on both sides.</p>
    </section>`;
  return html`<section>
    <h2>What changed</h2>
    ${
      worse.length === 0
        ? html`<p>No figure is shown to be worse by more than its margin.</p>`
        : table('Worse than the baseline by more than the margin', COLUMNS, worse)
    }
    ${
      unsure.length > 0 &&
      html`<details ${worse.length === 0 && html`open`}>
        <summary>Cannot be told: ${unsure.length}</summary>
        ${table('Whether it is worse cannot be told', COLUMNS, unsure)}
      </details>`
    }
    ${footnotes.notes.map((note, at) => html`<p class="note">(${at + 1}) ${note}</p>`)}
    <details>
      <summary>Not worse than the baseline: ${same.length}</summary>
      ${table('Not worse by more than the margin', COLUMNS, same)}
    </details>
    ${checks
      .filter(({ allowed }) => allowed === 'not compared')
      .map(({ title, message }) => html`<p class="note">Not compared: ${title}: ${message}</p>`)}
  </section>`;
}

/** What failed or is unknown whatever the baseline. */
function otherChecks(checks: readonly Check[]): Html | false {
  const open = checks.filter(({ verdict, delta }) => verdict !== 'pass' && delta === undefined);
  return (
    open.length > 0 &&
    table(
      'Failed or unknown, whatever the baseline',
      [{ name: 'Verdict' }, { name: 'Check' }, { name: 'What came out' }],
      open.map(({ verdict, title, message }) => [badge(verdict), title, message]),
    )
  );
}

function experimentsBeside(baseline: Results | undefined, candidate: Results | undefined): Html[] {
  const here = new Map(candidate?.experiments.map((experiment) => [experiment.id, experiment]));
  const names = [...new Set([...(baseline?.experiments ?? []).map(({ id }) => id), ...here.keys()])];
  return names.map((id) =>
    beside(
      id,
      baseline?.experiments.find((each) => each.id === id),
      here.get(id),
    ),
  );
}

function beside(
  id: string,
  baseline: ExperimentResult | undefined,
  candidate: ExperimentResult | undefined,
): Html {
  const both = [baseline, candidate].filter((each) => each !== undefined);
  const shared = {
    durationMs: Math.max(...both.map(axisEndMs)),
    perSecond: Math.max(...both.map(({ buckets }) => peakPerSecond(buckets))),
  };
  return html`<section>
    <h2>${id}</h2>
    <div class="beside">${half('Baseline', baseline, shared)} ${half('Here', candidate, shared)}</div>
  </section>`;
}

function half(
  side: string,
  experiment: ExperimentResult | undefined,
  shared: { durationMs: number; perSecond: number },
): Html {
  if (experiment === undefined)
    return html`<div>
      <h4>${side}</h4>
      <p class="note">It has no such experiment.</p>
    </div>`;
  const { id, counts, verdict } = experiment;
  const facts = `${counted(counts.operations, 'operation')}, ${formatCount(counts.sessionsLost)} of ${counted(counts.sessions, 'session')} and ${formatCount(counts.writesLost)} of ${counted(counts.writesAcknowledged, 'acknowledged write')} lost`;
  const size = { heightPx: 190, ...shared };
  const trusted = experiment.generator.verdict === 'pass';
  return html`<div>
    <h4>${side} ${badge(verdict)}</h4>
    <p class="facts">${facts}</p>
    ${
      experiment.buckets.length === 0
        ? html`<p class="note">No operation ended: there is nothing to draw.</p>`
        : html`${figure(
            'Operations per second',
            (widthPx) =>
              operationsChart(experiment, `${side}, ${id}: operations per second over time`, {
                ...size,
                widthPx,
              }),
            { legend: OPERATIONS_LEGEND, readings: operationsReadings(experiment) },
          )}
          ${figure(
            `${latencyTitle(experiment)} (logarithmic)${trusted ? '' : ', not to be trusted'}`,
            (widthPx) => latencyChart(experiment, `${side}, ${id}: latency over time`, widthPx),
            { legend: LATENCY_LEGEND, readings: latencyReadings(experiment) },
          )}`
    }
  </div>`;
}
