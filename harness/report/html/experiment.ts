import { latencyChart, LATENCY_LINES, latencyReadings } from '../charts/latency.ts';
import { operationsChart, operationsReadings } from '../charts/operations.ts';
import type { ExperimentResult } from '../../model/results.ts';
import { counted, formatCount, formatMs, formatRate } from '../../units.ts';
import { latencyTitle } from '../of-the-load.ts';
import { anomalySection } from './anomalies.ts';
import { appErrorTable } from './app-errors.ts';
import { breakpointTable } from './breakpoint.ts';
import { expiryTable } from './expiry.ts';
import { faultTable } from './faults.ts';
import { figure, legend, OPERATIONS_LEGEND } from './figure.ts';
import { growthCharts, growthTable } from './growth.ts';
import { distrust, latencyTable } from './latency.ts';
import { serviceTable } from './service.ts';
import { soakTable } from './soak.ts';
import { badge } from './table.ts';
import { type Html, html } from './template.ts';

const LATENCY_LEGEND = legend(LATENCY_LINES);
const listed = new Intl.ListFormat('en', { type: 'conjunction' });

/** One experiment: what it was, its pictures, its figures, and what went wrong. */
export function experimentSection(experiment: ExperimentResult, index: number): Html {
  return html`<article id="experiment-${index}">
    <h3>${experiment.title} ${badge(experiment.verdict)} ${excuse(experiment)}</h3>
    <p class="facts">${facts(experiment)}</p>
    <p class="facts">${outcome(experiment)}</p>
    ${tested(experiment)} ${unsure(experiment)} ${appErrorTable(experiment)}
    <div class="charts">${growthCharts(experiment)} ${timeCharts(experiment)}</div>
    ${breakpointTable(experiment)} ${soakTable(experiment)} ${growthTable(experiment)}
    ${expiryTable(experiment)} ${faultTable(experiment)} ${serviceTable(experiment)}
    ${latencyTable(experiment)} ${anomalySection(experiment)} ${noticed(experiment)}
  </article>`;
}

function facts({ id, workload, instances, durationMs, generator }: ExperimentResult): string {
  const { achievedPerSecond, intendedPerSecond } = generator;
  return [
    id,
    `workload ${workload}`,
    counted(instances, 'instance'),
    formatMs(durationMs),
    `${formatRate(achievedPerSecond)} of ${formatCount(intendedPerSecond)} intended`,
  ].join(' · ');
}

function outcome({ counts }: ExperimentResult): string {
  return [
    // Whoever was refused as asked, or found no session to write to, did not fail.
    `${counted(counts.operations, 'operation')}: ${formatCount(counts.ok)} ok, ` +
      `${formatCount(counts.fail)} certainly without effect, ${formatCount(counts.info)} nobody knows`,
    `${counted(counts.reads, 'read')}, ${formatCount(counts.readsAbsent)} found no session`,
    `${counted(counts.writesAcknowledged, 'write')} acknowledged, ${formatCount(counts.writesLost)} lost`,
    `${counted(counts.sessions, 'session')}, ${formatCount(counts.sessionsLost)} lost, ` +
      `${formatCount(counts.sessionsUnavailable)} unavailable for a while`,
  ].join(' · ');
}

/** An experiment may fail on what nobody promised: the badge alone would look like a defect. */
const excuse = ({ verdict, notPromised }: ExperimentResult) =>
  verdict === 'fail' && notPromised.length > 0 && html`<span class="tag">not promised by this store</span>`;

function tested({ promises, notPromised }: ExperimentResult): Html | false {
  const kept = promises.map(
    ({ id, source, verdict = 'tested', why }) =>
      html`<li>promised, and ${verdict}: ${id}${why && ` (${why})`} <small>${source}</small></li>`,
  );
  const none = notPromised.map((id) => html`<li>not promised: ${id}</li>`);
  return (
    kept.length + none.length > 0 &&
    html`<ul class="promises">
      ${kept}${none}
    </ul>`
  );
}

/** A checker that had nothing to test leaves nothing unsure; those of one reason are named together. */
function unsure({ problems, checkers, generator, advice = [] }: ExperimentResult): Html | false {
  const open = checkers.filter(({ verdict, tested }) => verdict === 'unknown' && tested !== 0);
  const byReason = Map.groupBy(open, ({ reason }) => reason ?? 'no reason was given');
  const reasons = [...byReason]
    .filter(([reason]) => !problems.includes(reason))
    .map(([reason, alike]) => {
      const kinds = alike.map(({ checker }) => checker);
      return `${listed.format(kinds)} ${kinds.length > 1 ? 'are' : 'is'} unknown: ${reason}`;
    });
  const all = [...problems, ...advice, ...reasons, ...distrust({ generator })];
  return (
    all.length > 0 &&
    html`<ul class="problems">
      ${all.map((problem) => html`<li>${problem}</li>`)}
    </ul>`
  );
}

const noticed = ({ notes }: ExperimentResult) =>
  notes.length > 0 &&
  html`<ul class="note">
    ${notes.map((note) => html`<li>${note}</li>`)}
  </ul>`;

function timeCharts(experiment: ExperimentResult): Html | false {
  if (experiment.buckets.length === 0)
    return html`<p class="note">No operation ended: there is nothing to draw.</p>`;
  const during = `during ${counted(experiment.faults.length, 'fault')}`;
  const { id } = experiment;
  const trusted = experiment.generator.verdict === 'pass';
  return html`${figure(
    'Operations per second',
    (widthPx) =>
      operationsChart(experiment, `${id}: operations per second over time, ${during}`, {
        widthPx,
        heightPx: 190,
      }),
    { legend: OPERATIONS_LEGEND, readings: operationsReadings(experiment) },
  )}
  ${figure(
    `${latencyTitle(experiment)} (logarithmic)${trusted ? '' : ', not to be trusted'}`,
    (widthPx) => latencyChart(experiment, `${id}: latency over time, ${during}`, widthPx),
    { legend: LATENCY_LEGEND, readings: latencyReadings(experiment) },
  )}`;
}
