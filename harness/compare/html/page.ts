import { checkAgain, compareAgain, defaultFolder, runAgain } from '../../report/commands.ts';
import { commandBlock, page, versionTable } from '../../report/html/kit.ts';
import { type Html, html } from '../../report/html/template.ts';
import type { Results } from '../../model/results.ts';
import { counted, formatBytes } from '../../units.ts';
import type { Comparison } from '../comparison.ts';
import { doubtsOf } from '../doubts.ts';
import { comparisonSaid } from '../headline.ts';
import { claimSection } from './claims.ts';
import { latencySection } from './latency.ts';
import { matrix } from './matrix.ts';
import { memorySection } from './memory.ts';
import { promiseTable } from './promises.ts';
import { storeTable } from './stores.ts';

/** The stores side by side on one page that needs nothing from elsewhere. Commands on it are called by `invocation`. */
export function renderComparisonPage(comparison: Comparison, results: Results, invocation?: string): string {
  const { decision, why } = comparisonSaid(comparison);
  return page(
    decision,
    html`<main>
      <header>
        <p class="run">Holdfast · ${results.run.name}</p>
        <h1>${decision}</h1>
        ${
          why.length > 0 &&
          html`<ul class="why">
            ${why.map((sentence) => html`<li>${sentence}</li>`)}
          </ul>`
        }
      </header>
      ${storeTable(comparison)} ${latencySection(comparison)} ${matrix(comparison)}
      ${memorySection(comparison)} ${promiseTable(comparison)} ${claimSection(comparison.claims)}
      ${doubts(comparison, results)} ${provenance(results, invocation)}
    </main>`,
    MORE_STYLE,
  );
}

/** Added to the report's own style. */
const MORE_STYLE = /* css */ `
.matrix td, .matrix th { padding: 4px 5px; border-left: 1px solid var(--rule); }
.matrix td { font-size: 12.5px; }
.matrix td a { color: inherit; text-decoration-color: var(--rule); }
.matrix .pass { color: var(--pass); }
.matrix .fail { color: var(--fail); }
.matrix .unknown { color: var(--unknown); }
.matrix thead th { white-space: normal; vertical-align: bottom; }
.claims-by-store tbody th { min-width: 15em; white-space: normal; }
th small { font-weight: 400; }
.stores th, .stores td { padding-right: 8px; }
.stores thead th, .stores tbody th, .stores tbody th small, .stores .figure small { white-space: normal; }
.stores tbody th, .stores tbody th small { max-width: 13em; }
.stores .figure small { min-width: 8em; }
.why { columns: 2 420px; column-gap: 32px; padding-left: 18px; margin-bottom: 16px; }
.why li { break-inside: avoid; }
.single { max-width: 640px; }
`;

/** Every figure that is unknown or left out, with the reason. */
function doubts(comparison: Comparison, { problems }: Results): Html | false {
  const reasons = doubtsOf(comparison, problems);
  return (
    reasons.length > 0 &&
    html`<section>
      <h2>What is not known</h2>
      <ul>
        ${reasons.map((reason) => html`<li>${reason}</li>`)}
      </ul>
    </section>`
  );
}

function provenance(results: Results, invocation?: string): Html {
  const folder = defaultFolder(results);
  const { run, machine, versions, experiments } = results;
  return html`<section id="how">
    <h2>How it was run</h2>
    <p>
      ${counted(experiments.length, 'experiment')} on ${machine.cores} cores with
      ${formatBytes(machine.memoryBytes)} memory (${machine.os}, Node ${machine.node}), started
      ${run.startedAt}, seed ${run.seed}, Holdfast ${run.holdfast}. In each turn every store had one
      experiment, in an order drawn from the seed, on a server and an app of its own; the measured rounds were
      spread over the whole run, so that a machine that gets slower does so for all.
    </p>
    ${versionTable(versions)}
    <h3>Do it again</h3>
    ${commandBlock(runAgain(results, invocation))}
    <p>From the recorded history, without running anything:</p>
    ${commandBlock(checkAgain(folder, invocation), compareAgain(folder, invocation))}
    <p class="note">
      Beside this page: <a href="report.html">report.html</a> (each experiment with its witnesses),
      <a href="results.json">results.json</a> (all that this page is made of),
      <a href="history.ndjson">history.ndjson</a> (every operation), <a href="plan.json">plan.json</a>. 1 KB
      is 1000 B.
    </p>
  </section>`;
}
