import { join } from 'node:path';
import { checkAgain } from '../report/commands.ts';
import { found } from '../model/found.ts';
import type { Results } from '../model/results.ts';
import type { Reader } from '../report/format.ts';
import { commands, inColumns, paint, paragraph, plain, type Terminal } from '../report/terminal.ts';
import { formatCount } from '../units.ts';
import { claimTable } from './claims-text.ts';
import { isKnown, type ComparedStore, type Comparison } from './comparison.ts';
import { spreadInCounts } from './figures.ts';
import { doubtsOf } from './doubts.ts';
import { comparisonHeadline } from './headline.ts';
import { storeRow, type StoreRow } from './row.ts';

/** The stores side by side for a terminal or a log; unknown figures say so, and why below the table. */
export function renderComparison(
  comparison: Comparison,
  { problems }: Pick<Results, 'problems'>,
  options: Reader,
): string {
  const blocks = [
    paint('bold', paragraph(plain(comparisonHeadline(comparison)), options), options),
    storeTable(comparison, options),
    paragraph(plain(legend(comparison)), options),
    situationTable(comparison, options),
    claimTable(comparison.claims, options),
    doubts(comparison, problems, options),
    commands([
      ['Page', join(options.folder, 'compare.html')],
      ['Details', join(options.folder, 'report.html')],
      ['Again', checkAgain(options.folder, options.invocation)],
    ]),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

const heading = (names: readonly string[], options: Terminal) =>
  names.map((name) => paint('dim', name, options));

function storeTable({ stores }: Comparison, options: Terminal): string {
  const head = ['store', 'promises kept', 'found in', 'read p99, ms', 'write p99, ms', 'a session', 'held'];
  const columns = [
    { share: 1 },
    { width: 8 },
    { width: 8 },
    { width: 18 },
    { width: 18 },
    { width: 11 },
    { width: 11 },
  ];
  return inColumns(columns, [heading(head, options), ...stores.map(cellsOf)], options);
}

function cellsOf(store: ComparedStore): string[] {
  const name = plain(store.name);
  if (store.untested !== undefined) return [name, 'not tested', '', '', '', '', ''];
  const { promises, found: foundIn, read, write, adds, held } = storeRow(store);
  return [name, promises, foundIn, latency(read), latency(write), places(adds), places(held)];
}

const latency = (of: StoreRow['read']) =>
  typeof of === 'string' ? of : `${of.fromIntended}\n${of.fromSend}`;
const places = ({ app, store }: StoreRow['adds']) => `app ${app}\nstore ${store}`;

function legend({ offeredPerSecond, stores }: Comparison): string {
  const rounds = Math.max(
    0,
    ...stores.map(({ pace }) => (isKnown(pace.perSecond) ? pace.perSecond.rounds : 0)),
  );
  const measured =
    offeredPerSecond === undefined
      ? 'Latency was not measured: it takes the workload browse.'
      : `Latency: first line from the intended start, second line from the send; the median of up to ${rounds} rounds (lowest–highest). ${throughput(stores, spreadInCounts(offeredPerSecond))}`;
  return `${measured} "found in": experiments with an anomaly. "a session": bytes that one more adds to memory (none: not told from drift). "held": what is left of that, or sessions that are still in the store, one TTL after the last visitor.`;
}

function throughput(stores: readonly ComparedStore[], offered: string): string {
  const known = stores.flatMap(({ name, pace }) =>
    isKnown(pace.perSecond) ? [{ name, perSecond: pace.perSecond }] : [],
  );
  const slowest = known.toSorted((one, other) => one.perSecond.median - other.perSecond.median)[0];
  const least = slowest
    ? `; the least that a store got through was ${spreadInCounts(slowest.perSecond)} (${slowest.name})`
    : '';
  return `Offered to each: ${offered} operations a second${least}.`;
}

function situationTable({ situations, stores }: Comparison, options: Terminal): string {
  const rows = situations.map((situation) => {
    const cells = stores.flatMap(({ name, cells: each }) => {
      const cell = each.get(situation);
      return cell ? [{ name, cell }] : [];
    });
    const passed = cells.filter(({ cell }) => cell.verdict === 'pass').length;
    const kinds = new Map<string, string[]>();
    for (const { name, cell } of cells)
      for (const [kind, count] of found(cell.anomalies))
        kinds.set(kind, [...(kinds.get(kind) ?? []), `${name} ${formatCount(count)}`]);
    const unknown = cells.filter(({ cell }) => cell.verdict === 'unknown').map(({ name }) => name);
    const words = [...kinds].map(([kind, where]) => `${kind}: ${where.join(', ')}`);
    if (unknown.length > 0) words.push(`unknown: ${unknown.join(', ')}`);
    return [plain(situation), `${passed} of ${cells.length}`, words.map(plain).join('\n')];
  });
  if (rows.length === 0) return '';
  const columns = [{ share: 2 }, { width: 8 }, { share: 6 }];
  return inColumns(columns, [heading(['experiment', 'passed', 'found'], options), ...rows], options);
}

const doubts = (comparison: Comparison, problems: readonly string[], options: Terminal): string =>
  doubtsOf(comparison, problems)
    .map((reason) => paragraph(`${paint('yellow', '!', options)} ${plain(reason)}`, options))
    .join('\n');
