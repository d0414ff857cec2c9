import { checkAgain, defaultFolder, gateIt, runAgain } from '../commands.ts';
import type { Results } from '../../model/results.ts';
import { formatBytes, formatMs, formatRate } from '../../units.ts';
import { commandBlock, versionTable } from './kit.ts';
import { table } from './table.ts';
import { type Html, html } from './template.ts';

/** How it was run: what it takes to judge the figures, to do it again and to check it again. */
export function provenance(results: Results, invocation?: string): Html {
  const { run, machine, versions } = results;
  const folder = defaultFolder(results);
  return html`<section id="how">
    <h2>How it was run</h2>
    <dl>
      <dt>Started</dt>
      <dd>${run.startedAt}</dd>
      <dt>Seed</dt>
      <dd>${run.seed}</dd>
      <dt>Machine</dt>
      <dd>
        ${machine.cores} cores, ${formatBytes(machine.memoryBytes)} memory, ${machine.os}, Node
        ${machine.node}
      </dd>
      <dt>Holdfast</dt>
      <dd>${run.holdfast}</dd>
      ${
        run.dashboard &&
        html`<dt>Dashboard</dt>
          <dd><a href="${run.dashboard}">this run in Grafana</a>, while that is up and keeps its data</dd>`
      }
    </dl>
    ${plan(results)} ${versionTable(versions)}
    <h3>Do it again</h3>
    ${commandBlock(runAgain(results, invocation))}
    <p>Make the verdicts again from the recorded history, and let a policy decide:</p>
    ${commandBlock(checkAgain(folder, invocation), gateIt(folder, invocation))}
    <p class="note">
      Beside this page: <a href="plan.json">plan.json</a>, <a href="history.ndjson">history.ndjson</a> (every
      operation), <a href="results.json">results.json</a> (every figure on this page). 1 KB is 1000 B. Latency
      is given from the moment when an operation was due by its client's schedule, and from the moment when it
      was sent; only the first shows what a stall costs.
    </p>
  </section>`;
}

const plan = ({ experiments }: Results): Html | false =>
  experiments.length > 0 &&
  table(
    'Plan',
    [
      { name: 'Experiment' },
      { name: 'Store' },
      { name: 'Workload' },
      { name: 'Instances', figure: true },
      { name: 'Length', figure: true },
      { name: 'Intended rate', figure: true },
      { name: 'Faults' },
    ],
    experiments.map(({ id, store, workload, instances, durationMs, generator, faults }) => [
      id,
      store,
      workload,
      String(instances),
      formatMs(durationMs),
      formatRate(generator.intendedPerSecond),
      faults.map(({ kind, onsetMs }) => `${kind} at ${formatMs(onsetMs)}`).join(', ') || 'none',
    ]),
  );
