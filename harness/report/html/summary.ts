import { remarkOnClaim } from '../claim-remark.ts';
import { axisEndMs } from '../axis.ts';
import { operationsChart, operationsReadings, peakPerSecond } from '../charts/operations.ts';
import { readingsData } from '../charts/readings.ts';
import { type Findings, findingsOf, storeName } from '../findings.ts';
import { headline } from '../headline.ts';
import type { ExperimentResult, Results } from '../../model/results.ts';
import { decisionOf, NEWS_LEGEND, newsOf } from '../news.ts';
import { counted } from '../../units.ts';
import { OPERATIONS_LEGEND } from './figure.ts';
import { badge } from './table.ts';
import { type Html, html } from './template.ts';

const PICTURE = { widthPx: 370, heightPx: 120 };

/** The first screen: the sentence, the verdict table, one picture per store. */
export function summary(results: Results): Html {
  const { run, claims, problems } = results;
  const { word, news } = decisionOf(results);
  return html`<header>
    <p class="run">Holdfast · ${run.name}</p>
    <h1>${headline(results)}</h1>
    <p class="decision">${badge(word, news)} ${tally(results)}</p>
    ${
      problems.length > 0 &&
      html`<ul class="problems">
        ${problems.map((problem) => html`<li>${problem}</li>`)}
      </ul>`
    }
    ${
      claims.length > 0 &&
      html`${claimTable(results)}
        <p class="note">${NEWS_LEGEND}</p>`
    }
    ${pictures(results)}
  </header>`;
}

function tally({ claims, experiments, run }: Results): string {
  const shown = claims.filter(({ verdict }) => verdict === 'shown').length;
  const bad = claims.filter((claim) => newsOf(claim) === 'bad').length;
  const proof =
    claims.length > 0
      ? `${shown} of ${counted(claims.length, 'claim')} shown${bad > 0 ? ` and ${bad} of them bad news` : ''}, by `
      : '';
  const slow = experiments.filter(({ generator }) => generator.verdict !== 'pass').length;
  return [
    `${proof}${counted(experiments.length, 'experiment')}`,
    slow > 0 && `latency is unknown in ${slow} of them: the generator could not keep up`,
    !run.complete && 'the run was cut off',
  ]
    .filter((part) => typeof part === 'string')
    .join('; ');
}

/** With its roles spelled out: the style sheet stacks its cells on a narrow page, which would lose them. */
function claimTable(results: Results): Html {
  const names = ['Store', 'Claim', 'Measured', 'Verdict'];
  const position = new Map(results.experiments.map(({ id }, index) => [id, index]));
  return html`<table class="claims" role="table">
    <caption>
      What is claimed, and what came out
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${names.map((name) => html`<th scope="col" role="columnheader">${name}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${results.claims.map(
        (claim) =>
          html`<tr role="row">
            <th scope="row" role="rowheader">${storeName(results, claim.store)}</th>
            <td role="cell">
              <span class="id">${claim.id}</span> ${claim.text}
              <small>said in: ${claim.source}</small>
            </td>
            <td role="cell">
              ${claim.measured} ${links(claim.experiments, position)}
              ${remarkOnClaim(claim) && html`<small>${remarkOnClaim(claim)}</small>`}
            </td>
            <td role="cell">${badge(claim.verdict, newsOf(claim))}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function links(experiments: readonly string[], position: ReadonlyMap<string, number>): Html | false {
  const known = experiments.filter((id) => position.has(id));
  return (
    known.length > 0 &&
    html`<span class="see"
      >${known.map((id) => html`<a href="#experiment-${position.get(id)}">${id}</a> `)}</span
    >`
  );
}

/** One picture a store, all on the same axes, so that they can be compared. */
function pictures(results: Results): Html | false {
  if (results.experiments.length === 0) return false;
  const stores = findingsOf(results);
  const chosen = stores
    .map(({ experiments }) => mostTelling(experiments))
    .filter((each) => each !== undefined);
  const durationMs = Math.max(...chosen.map(axisEndMs));
  const perSecond = Math.max(...chosen.map(({ buckets }) => peakPerSecond(buckets)));
  return html`<section class="pictures" aria-label="One picture per store">
    ${stores.map((store) => picture(store, { ...PICTURE, durationMs, perSecond }))} ${OPERATIONS_LEGEND}
  </section>`;
}

function picture(store: Findings, size: Parameters<typeof operationsChart>[2]): Html {
  const experiment = mostTelling(store.experiments);
  if (!experiment) return html`<p><b>${store.name}</b> <span class="tag">was not tested</span></p>`;
  return html`<figure>
    <figcaption><b>${store.name}</b> ${experiment.title}, operations per second</figcaption>
    <div class="wide narrow">${operationsChart(experiment, pictureLabel(store, experiment), size)}</div>
    ${readingsData(operationsReadings(experiment))}
  </figure>`;
}

const lost = ({ counts }: ExperimentResult) => counts.sessionsLost + counts.writesLost;

/** The experiment with most faults; among equals the one that lost most, then the longest. */
function mostTelling(experiments: readonly ExperimentResult[]): ExperimentResult | undefined {
  return experiments.toSorted(
    (a, b) => b.faults.length - a.faults.length || lost(b) - lost(a) || b.durationMs - a.durationMs,
  )[0];
}

function pictureLabel({ name }: Findings, { title, faults, counts }: ExperimentResult): string {
  const losses = `${counted(counts.sessionsLost, 'session')} and ${counted(counts.writesLost, 'write')} lost`;
  return `${name}: ${title}. Operations per second over time, ${counted(faults.length, 'fault')}, ${losses}.`;
}
