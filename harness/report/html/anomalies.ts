import { witnessChart, witnessReadings } from '../charts/witness.ts';
import { meaningOf } from '../../checker/catalogue.ts';
import { found } from '../../model/found.ts';
import type { Anomaly, ExperimentResult, WitnessStep } from '../../model/results.ts';
import { formatCount, formatMoment } from '../../units.ts';
import { circumstances, remarks, stepInWords } from '../witness.ts';
import { figure } from './figure.ts';
import { table } from './table.ts';
import { type Html, html } from './template.ts';

/** Witnesses that are drawn of each kind: a reader follows one or two, and the files hold the rest. */
const DRAWN = 3;

/** Every kind that was found: how often, what it means, and the first of them to follow step by step. */
export function anomalySection(experiment: ExperimentResult): Html | false {
  const listed = [...new Set(experiment.anomalies.map(({ kind }) => kind))].map((kind) => [kind, 1] as const);
  const counts = new Map([...listed, ...found(experiment.anomalyCounts)]);
  if (counts.size === 0) return false;
  return html`<section class="anomalies">
    <h4>Anomalies</h4>
    ${excuse(experiment)}
    ${[...counts].map(([kind, count]) => {
      const witnessed = experiment.anomalies.filter((anomaly) => anomaly.kind === kind);
      // The marks of the dashboards name this place.
      return html`<section id="${experiment.id}:${kind}">
        <h5>${kind}: ${formatCount(count)}</h5>
        <p>${meaningOf(kind)}</p>
        ${witnessed.slice(0, DRAWN).map((anomaly, index) => witness(anomaly, experiment, index === 0))}
        ${hidden(count, Math.min(witnessed.length, DRAWN), witnessed.length)}
      </section>`;
    })}
  </section>`;
}

const excuse = ({ notPromised }: ExperimentResult) =>
  notPromised.length > 0 &&
  html`<p class="note">This store does not promise what is tested here (${notPromised.join(', ')}).</p>`;

function hidden(count: number, drawn: number, recorded: number): Html | false {
  const rest = count - drawn;
  const where = recorded > drawn ? `results.json has ${formatCount(recorded)} of them; ` : '';
  return (
    rest > 0 &&
    html`<p class="note">
      ${formatCount(rest)} more ${rest === 1 ? 'is' : 'are'} not shown. ${where}history.ndjson has every
      operation.
    </p>`
  );
}

function witness(anomaly: Anomaly, experiment: ExperimentResult, open: boolean): Html {
  const label = `${anomaly.kind} in session ${anomaly.session}: ${anomaly.summary}`;
  const draw = (widthPx: number) =>
    witnessChart(anomaly, experiment.faults, experiment.durationMs, { label, widthPx });
  return html`<details ${open && html`open`}>
    <summary>
      ${[`session ${anomaly.session}`, ...circumstances(anomaly, experiment.faults)].join(' · ')}
    </summary>
    <p>${anomaly.summary}</p>
    ${anomaly.witness.length > 0 && html`${steps(anomaly)}${figure('The same as a timeline of its clients', draw, { readings: witnessReadings(anomaly) })}`}
  </details>`;
}

const steps = ({ witness, session }: Anomaly): Html =>
  table(
    `Witness: session ${session}`,
    [
      { name: 'Time, s', figure: true },
      { name: 'Client' },
      { name: 'Operation' },
      { name: 'Outcome' },
      { name: 'Instance' },
      { name: 'Status', figure: true },
      { name: 'Expected, and what came' },
    ],
    witness.map((step) => [
      formatMoment(step.startMs),
      step.client,
      html`<code>${stepInWords(step)}</code>`,
      step.outcome,
      step.instance ?? 'none',
      status(step),
      remarks(step),
    ]),
  );

const status = (step: WitnessStep) => (step.status === 0 ? 'no answer' : String(step.status ?? 'not kept'));
