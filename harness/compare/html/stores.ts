import { table } from '../../report/html/table.ts';
import { type Html, html } from '../../report/html/template.ts';
import { isKnown, type ComparedStore, type Comparison } from '../comparison.ts';
import {
  bytesInWords,
  foundIn,
  heldInWords,
  latencyOn,
  promisesInWords,
  spreadInCounts,
  spreadInMs,
  storedInWords,
} from '../figures.ts';

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
      app's heap after forced collections, and of the store's server by its own figure; where it counts its
      sessions, how many it still has.
    </p>`;
}

function row(store: ComparedStore): (Html | string)[] {
  const name = html`${store.name}<small>${store.packages}</small>`;
  if (store.untested !== undefined) return [name, 'not tested', ...COLUMNS.slice(2).map(() => '')];
  const { pace, memory } = store;
  const { app, server } = memory;
  const stored = storedInWords(memory);
  return [
    name,
    promisesInWords(store),
    foundIn(store),
    latency(store, 'read'),
    latency(store, 'write'),
    isKnown(pace.perSecond) ? spreadInCounts(pace.perSecond) : 'unknown',
    html`app: ${bytesInWords(app)}<small>server: ${bytesInWords(server)}</small>`,
    html`app: ${heldInWords(app)}<small>server: ${stored ?? heldInWords(server)}</small>`,
  ];
}

function latency(store: ComparedStore, op: string): Html | string {
  const spread = latencyOn(store, op);
  if (!spread) return 'unknown';
  return html`${spreadInMs(spread.fromIntended.p99Ms)}<small
      >sent: ${spreadInMs(spread.fromSend.p99Ms)}</small
    >`;
}
