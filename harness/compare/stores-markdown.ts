import { cellWords } from '../matrix/cell-words.ts';
import { matrixOf, type MatrixCell } from '../matrix/matrix.ts';
import { matrixCells } from '../matrix/plan.ts';
import type { ExperimentResult, Results } from '../model/results.ts';
import { inline, table } from '../report/markdown/syntax.ts';
import { isStore } from '../stores/catalogue.ts';
import { counted } from '../units.ts';
import { compare } from './compare.ts';
import type { Cell, ComparedStore, PromiseTest } from './comparison.ts';
import { COMPARED_WORKLOADS } from './plan.ts';
import { withoutFrames } from './without-frames.ts';

/** `<!-- made of runs: workloads -->`, what is made, `<!-- end -->`. */
const PLACE = /(<!-- made of runs: (\w+) -->)[\s\S]*?(<!-- end -->)/g;

const TWO = 'register, 2 instances';
const PROMISES = [
  'survives-app-restart',
  'shared-between-instances',
  'expires-on-server',
  'touch-extends',
  'survives-server-restart',
];
const FAULTS = ['app-crash', 'server-restart', 'server-crash', 'wire-down'];

/**
 * Puts what runs found of the known stores, each on one server with its defaults, into a document, in the places that it
 * has: `workloads`, `promises`, `faults`, `versions`. Of experiments of one name the last that could be judged speaks; what
 * no run tried is said to be not run. Throws for a place of another name.
 */
export function fillInStores(document: string, runs: readonly Results[]): string {
  const results = pooled(runs);
  const { stores } = compare(results);
  const made: Record<string, () => string> = {
    workloads: () => workloads(results, stores),
    promises: () => promises(stores),
    faults: () => faults(stores, runs),
    versions: () => versions(runs),
  };
  return document.replaceAll(PLACE, (_, start: string, of: string, end: string) => {
    const make = made[of];
    if (make === undefined)
      throw new Error(`there is no table of ${of}; there are ${Object.keys(made).join(', ')}`);
    return `${start}\n\n${make()}\n\n${end}`;
  });
}

/** Experiments of several runs as if one had them all. */
function pooled(runs: readonly Results[]): Results {
  const [first] = runs;
  if (first === undefined) throw new Error('there is no run to make tables of');
  const all = runs.flatMap((run) => run.experiments).filter(({ store }) => isStore(store));
  const byName = Map.groupBy(all, ({ id, title }) => `${id} ${title}`);
  const experiments = [...byName.values()].map(lastJudged).filter((one) => one !== undefined);
  const stores = runs.flatMap((run) => run.stores ?? []).filter(({ id }) => isStore(id));
  return { ...first, stores, experiments, problems: runs.flatMap(({ problems }) => problems) };
}

const lastJudged = (group: readonly ExperimentResult[]) =>
  group.findLast(({ verdict }) => verdict !== 'unknown') ?? group.at(-1);

function workloads({ experiments }: Results, stores: readonly ComparedStore[]): string {
  const situations = [...COMPARED_WORKLOADS, TWO];
  const head = ['store', ...COMPARED_WORKLOADS, 'two instances'];
  const open: { store: string; situation: string; reason: string }[] = [];
  const rows = stores.map(({ store, cells }) => [
    `\`${store}\``,
    ...situations.map((situation) => {
      const cell = cells.get(situation);
      if (cell?.reason !== undefined) open.push({ store, situation, reason: cell.reason });
      return cell === undefined ? 'not run' : found(cell, experiments);
    }),
  ]);
  const notJudged = [...Map.groupBy(open, ({ store, reason }) => `${store} ${reason}`).values()].map(
    (group) => {
      const [{ store, reason } = { store: '', reason: '' }] = group;
      const where =
        group.length === situations.length ? '' : `, ${group.map((one) => one.situation).join(', ')}`;
      return `- \`${store}\`${where}: not judged, for ${inline(withoutFrames(reason))}`;
    },
  );
  return [table(head, rows), notJudged.join('\n')].filter((part) => part !== '').join('\n\n');
}

/** Anomalies by kind, and what the app or its store did to itself. */
function found(
  { verdict, anomalies, experiments: positions }: Cell,
  experiments: Results['experiments'],
): string {
  const faults = positions.flatMap((at) => experiments[at]?.faults ?? []);
  const unplanned = [...new Set(faults.filter(({ planned }) => !planned).map(({ kind }) => kind))];
  const kinds = Object.entries(anomalies).map(([kind, count]) => `${kind} ${count}`);
  const all = [...kinds, ...unplanned];
  if (all.length > 0) return all.join(', ');
  return { pass: '✓', fail: 'fail', unknown: '?' }[verdict];
}

function promises(stores: readonly ComparedStore[]): string {
  const rows = stores.map(({ store, promises: tested, cells }) => [
    `\`${store}\``,
    ...PROMISES.map((id) => {
      const test = tested.find((one) => one.id === id);
      return test === undefined ? '' : standing(test, [...cells.values()]);
    }),
  ]);
  return table(['store', ...PROMISES], rows);
}

/** In brackets: what was seen where nothing is promised. */
function standing({ outcome, passed, experiments }: PromiseTest, cells: readonly Cell[]): string {
  if (outcome === 'kept') return 'kept';
  if (outcome === 'unknown') return 'not shown';
  if (passed) return '(holds)';
  const tests = cells.filter((cell) => cell.experiments.some((one) => experiments.includes(one)));
  const kinds = Map.groupBy(
    tests.flatMap(({ anomalies }) => Object.entries(anomalies)),
    ([kind]) => kind,
  );
  const seen = [...kinds].map(
    ([kind, counts]) => `${kind} ${counts.reduce((sum, [, count]) => sum + count, 0)}`,
  );
  if (outcome === 'broken') return `**broken: ${seen.join(', ')}**`;
  return seen.length === 0 ? '(not shown)' : `(${seen.join(', ')})`;
}

const words = (cell: MatrixCell) =>
  cell.state === 'impossible' ? '' : inline(withoutFrames(cellWords(cell)));

/** What an experiment of each fault found; what a store cannot have is left empty. */
function faults(stores: readonly ComparedStore[], runs: readonly Results[]): string {
  const subjects = stores.map(({ store }) => ({ store }));
  const planned = matrixCells({ subjects, faults: FAULTS, seed: 0 });
  const { rows } = matrixOf(
    planned,
    runs.map((results) => ({ folder: '', results })),
  );
  return table(
    ['store', ...FAULTS.map((fault) => `\`${fault}\``)],
    rows.map(({ subject, cells }) => [`\`${subject}\``, ...cells.map(words)]),
  );
}

function versions(runs: readonly Results[]): string {
  const days = [...new Set(runs.map(({ run }) => run.startedAt.slice(0, 10)))].toSorted();
  const used = runs.flatMap((run) => [{ name: 'Node', version: run.machine.node }, ...run.versions]);
  const each = [...new Set(used.map(({ name, version }) => `\`${name}\` ${version}`))].toSorted();
  const cores = [...new Set(runs.map(({ machine }) => machine.cores))].join(' or ');
  return `Seen ${days.join(' and ')} in ${counted(runs.flatMap((run) => run.experiments).length, 'experiment')} on ${cores} cores, with ${each.join(', ')}.`;
}
