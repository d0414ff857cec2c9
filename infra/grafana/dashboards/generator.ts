import { K6, lately, OF_RUN, total, ZERO_WHERE_LOADED } from '../shared/metrics.ts';
import { dashboard } from '../shared/dashboard.ts';
import { outcomeDashes } from '../shared/colours.ts';
import { lossRow } from '../shared/loss-row.ts';
import { graph } from '../shared/panels.ts';
import { type Column, storeTable } from '../shared/store-table.ts';

/** From here on the harness holds latency for unknown as well. */
const LATE_SECONDS = 0.02;

const ACHIEVED = `sum by (store, run) (store_run_outcome:k6_session_ops:rate30s{${OF_RUN}})`;
const INTENDED = `max by (store, run) (${lately(`${K6.intendedRate}{${OF_RUN}}`)})`;
const LATENESS = `store_run:k6_session_op_lateness_seconds:p99_30s{${OF_RUN}}`;

/** Whether the figures on the other dashboards tell of the stores, or of k6. */
export const generator = () =>
  dashboard({
    uid: 'holdfast-generator',
    title: 'Generator',
    description: "k6's own health: what it was to send, what it sent, and how late.",
    sections: [
      {
        lines: [
          { heightUnits: 6, panels: lossRow() },
          { heightUnits: 6, panels: [each()] },
          { heightUnits: 8, panels: [rates(), lateness()] },
          { heightUnits: 8, panels: [lag(), failed(), clientsOverTime()] },
        ],
      },
      {
        title: 'On the wire',
        lines: [{ heightUnits: 7, panels: [connecting(), requests()] }],
      },
    ],
  });

const each = () =>
  storeTable({
    title: 'k6 on each store',
    worstBy: ['Late for'],
    columns: [share(), late(), lateEver(), clients(), dropped(), unanswered()],
  });

const share = (): Column => ({
  title: 'Sent, of intended',
  description:
    'Operations a second, of those that the plan asks for, in the last half minute. Little with a small lateness: the app held the clients up, which latency counts. Little with a great one: k6 is too slow.',
  unit: 'percentunit',
  decimals: 0,
  absent: 'no run now',
  bad: { below: 0.95 },
  expr: `sum by (store) (${ACHIEVED}) / (sum by (store) (${INTENDED}) > 0)`,
});

const late = (): Column => ({
  title: 'Late now',
  description:
    'One in a hundred operations was sent this much after it was due although its client was idle. From 20 ms on, latencies tell of k6 and not of the store.',
  unit: 's',
  absent: 'no run now',
  bad: { from: LATE_SECONDS },
  expr: `max by (store) (${LATENESS})`,
});

const lateEver = (): Column => ({
  title: 'Late for',
  description: 'For how long in the time shown k6 was late by more than 20 ms.',
  unit: 's',
  decimals: 0,
  absent: 'no run',
  bad: { from: 10 },
  expr: `5 * max by (store) (sum_over_time((${LATENESS} > bool ${LATE_SECONDS})[$__range:5s]))`,
});

const clients = (): Column => ({
  title: 'Clients',
  description: "k6's virtual users, each with a schedule of its own.",
  unit: 'short',
  absent: 'no run now',
  expr: `sum by (store) (${lately(`${K6.clients}{${OF_RUN}}`)})`,
});

const dropped = (): Column => ({
  title: 'Dropped',
  description:
    "Iterations that k6 left out because no client was free. The workloads' schedules never leave out any; other scripts may.",
  unit: 'short',
  absent: 'no load',
  bad: { from: 1 },
  expr: `${total(`${K6.dropped}{${OF_RUN}}`, 'store')} or ${ZERO_WHERE_LOADED}`,
});

const unanswered = (): Column => ({
  title: 'Unknown fate',
  description: 'Operations whose answer did not come or was cut off; nothing is concluded from them.',
  unit: 'short',
  absent: 'no load',
  expr: `${total(`${K6.operations}{${OF_RUN}, outcome="info"}`, 'store')} or ${ZERO_WHERE_LOADED}`,
});

const rates = () =>
  graph({
    title: 'Sent and intended',
    description: 'Operations a second; long dashes are what the plan asks for.',
    unit: 'ops',
    queries: [
      { expr: `sum by (store) (${ACHIEVED})`, legend: '{{store}}' },
      { expr: `sum by (store) (${INTENDED})`, legend: '{{store}} intended' },
    ],
  });

const lateness = () =>
  graph({
    title: 'Lateness of k6 itself, worst of a hundred',
    description:
      'How long after it was due an operation was sent although its client was idle. Above the line latency is unknown.',
    unit: 's',
    atLeast: LATE_SECONDS * 1.25,
    badFrom: LATE_SECONDS,
    queries: [{ expr: `max by (store) (${LATENESS})`, legend: '{{store}}' }],
  });

const lag = () =>
  graph({
    title: 'Held up by the app',
    description:
      'The median latency from the intended start less that from the send: how far clients are behind their schedule.',
    unit: 's',
    atLeast: 0.1,
    queries: [
      {
        expr: `clamp_min(${median(K6.latency)} - ${median(K6.duration)}, 0)`,
        legend: '{{store}}',
      },
    ],
  });

const failed = () =>
  graph({
    title: 'Without success, by outcome',
    description:
      'A second. fail: certainly had no effect, as writes that the app is asked to refuse. info: nobody knows.',
    unit: 'ops',
    atLeast: 1,
    queries: ['fail', 'info'].map((outcome) => ({
      expr: `sum by (store) (store_run_outcome:k6_session_ops:rate30s{${OF_RUN}, outcome="${outcome}"}) or 0 * sum by (store) (store_run_outcome:k6_session_ops:rate30s{${OF_RUN}})`,
      legend: `{{store}} ${outcome}`,
    })),
    overrides: outcomeDashes,
  });

const clientsOverTime = () =>
  graph({
    title: 'Clients',
    description: "k6's virtual users, each with a schedule of its own, over time.",
    unit: 'short',
    decimals: 0,
    queries: [{ expr: `sum by (store) (${lately(`${K6.clients}{${OF_RUN}}`)})`, legend: '{{store}}' }],
  });

const connecting = () =>
  graph({
    title: 'Time to connect, slowest of a hundred',
    description: 'Of new connections; clients keep theirs, so that most requests need none.',
    unit: 's',
    queries: [
      {
        expr: `histogram_quantile(0.99, sum by (store) (rate(${K6.connecting}{${OF_RUN}}[$__rate_interval])))`,
        legend: '{{store}}',
      },
    ],
  });

const requests = () =>
  graph({
    title: 'Requests',
    description: 'HTTP requests a second; an operation may need more than one.',
    unit: 'reqps',
    queries: [
      {
        expr: `sum by (store) (rate(${K6.requests}{${OF_RUN}}[$__rate_interval]))`,
        legend: '{{store}}',
      },
    ],
  });

const median = (metric: string) =>
  `histogram_quantile(0.5, sum by (store) (rate(${metric}{${OF_RUN}}[$__rate_interval])))`;
