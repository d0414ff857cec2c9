import { table } from '../../report/html/table.ts';
import { type Html, html } from '../../report/html/template.ts';
import type { ComparedStore, Comparison } from '../comparison.ts';
import { spreadInCounts } from '../figures.ts';
import { storeRow, type StoreRow } from '../row.ts';

const COLUMNS = [
  { name: 'Store' },
  { name: 'Promises kept' },
  { name: 'Anomalies in' },
  { name: 'Read p99, ms', figure: true },
  { name: 'Write p99, ms', figure: true },
  { name: 'Operations a second', figure: true },
  { name: 'A session adds', figure: true },
  { name: 'Held after the TTL', figure: true },
];

/** One row a store: the table to decide by. */
export function storeTable({ stores, offeredPerSecond }: Comparison): Html {
  const offered = offeredPerSecond ? `${spreadInCounts(offeredPerSecond)} offered` : 'not measured';
  return html`<div class="stores">
      ${table(`Stores side by side; operations a second: ${offered}`, COLUMNS, stores.map(row))}
    </div>
    <p class="note">
      Latency is that of the workload browse: the first figure from when the client should have started by its
      own schedule, the second (service time) from when it sent. All figures over rounds are medians, with the
      lowest and the highest round in brackets. “A session adds” and “held after the TTL” are memory: of the
      app's heap after forced collections, and of the store by its server's own figure or by the size of its
      files; where its sessions can be counted, how many it still has.
    </p>`;
}

function row(store: ComparedStore): (Html | string)[] {
  const name = html`${store.name}<small>${store.packages}</small>`;
  if (store.untested !== undefined) return [name, 'not tested', ...COLUMNS.slice(2).map(() => '')];
  const { promises, found, read, write, perSecond, adds, held } = storeRow(store);
  return [name, promises, found, latency(read), latency(write), perSecond, places(adds), places(held)];
}

const latency = (of: StoreRow['read']) =>
  typeof of === 'string' ? of : html`${of.fromIntended}<small>sent: ${of.fromSend}</small>`;

const places = ({ app, store }: StoreRow['adds']) => html`app: ${app}<small>store: ${store}</small>`;
