import { findingsOf } from '../findings.ts';
import { headline } from '../headline.ts';
import type { Results } from '../../model/results.ts';
import { experimentSection } from './experiment.ts';
import { patterns } from './figure.ts';
import { page } from './kit.ts';
import { provenance } from './provenance.ts';
import { summary } from './summary.ts';
import { type Html, html } from './template.ts';

/**
 * The whole report as one page: no script, font or image from elsewhere. The same results always give
 * the same page. Commands on it are called by `invocation`.
 */
export function renderHtml(results: Results, invocation?: string): string {
  return page(
    headline(results),
    html`${patterns}
      <main>
        ${summary(results)} ${contents(results)} ${stores(results)} ${provenance(results, invocation)}
      </main>`,
  );
}

const numbered = (results: Results) =>
  new Map(results.experiments.map((experiment, index) => [experiment, index]));

function contents(results: Results): Html {
  return html`<nav aria-label="On this page">
    <ul>
      ${results.experiments.map(({ id }, index) => html`<li><a href="#experiment-${index}">${id}</a></li>`)}
      <li><a href="#how">how it was run</a></li>
    </ul>
  </nav>`;
}

function stores(results: Results): Html[] {
  const numbers = numbered(results);
  return findingsOf(results).map(
    ({ name, packages, experiments }) =>
      html`<section>
        <h2>${name} ${packages && html`<span class="tag">${packages}</span>`}</h2>
        ${experiments.length === 0 && html`<p class="note">Not tested: it has no experiment in this run.</p>`}
        ${experiments.map((experiment) => experimentSection(experiment, numbers.get(experiment) ?? 0))}
      </section>`,
  );
}
