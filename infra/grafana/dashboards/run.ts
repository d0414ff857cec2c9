import { dashboard } from '../shared/dashboard.ts';
import { behind } from '../shared/behind.ts';
import { lossRow } from '../shared/loss-row.ts';
import { grown, HARNESS, K6, lately, OF_RUN, zeroes } from '../shared/metrics.ts';
import { graph } from '../shared/panels.ts';

/** One run of the harness, in its own time: a run's report leads here. */
export const run = () =>
  dashboard({
    uid: 'holdfast-run',
    title: 'One run',
    description:
      'A run of the harness from its first experiment to its last: what was asked, broken, lost and proved.',
    marksAnomalies: true,
    sections: [
      {
        lines: [
          { heightUnits: 6, panels: lossRow() },
          { heightUnits: 8, panels: [outcomes(), faults()] },
          { heightUnits: 8, panels: [latency(), notFound()] },
          { heightUnits: 7, panels: [byKind(), lateness()] },
        ],
      },
      behind(),
    ],
  });

const outcomes = () =>
  graph({
    title: 'Operations by outcome',
    description:
      'Operations a second by outcome. ok: took effect. fail: certainly had no effect, as writes that the app is asked to refuse. info: nobody knows, as the answer did not come.',
    unit: 'ops',
    queries: [
      {
        expr: `sum by (store, outcome) (store_run_outcome:k6_session_ops:rate30s{${OF_RUN}})`,
        legend: '{{store}} {{outcome}}',
      },
    ],
  });

const faults = () =>
  graph({
    title: 'Faults under way',
    description: 'How many faults of each kind are under way, by what they are on; written by the harness.',
    unit: 'short',
    as: 'steps',
    decimals: 0,
    atLeast: 1,
    queries: [
      {
        expr: `sum by (store, fault, target) (${lately(`${HARNESS.fault}{${OF_RUN}}`)})`,
        legend: '{{store}} {{fault}} of {{target}}',
      },
    ],
  });

const latency = () =>
  graph({
    title: 'Latency of clients',
    description:
      'Dotted half, full 99 in a hundred operations were faster, from when a client was to start by its schedule. The report has the figures to quote.',
    unit: 's',
    queries: [
      { of: 'p50', name: ' p50' },
      { of: 'p99', name: '' },
    ].map(({ of, name }) => ({
      expr: `max by (store) (store_run:k6_session_op_latency_seconds:${of}_30s{${OF_RUN}})`,
      legend: `{{store}}${name}`,
    })),
  });

const notFound = () =>
  graph({
    title: 'Operations without their session, by instance',
    description:
      'Operations in each step that were told there is no session although it was acknowledged and had not ended, as clients saw it.',
    unit: 'short',
    as: 'bars',
    decimals: 0,
    atLeast: 5,
    queries: [
      {
        expr: `${grown(`${K6.operations}{${OF_RUN}, seen="missing"}`, 'store, instance')} or ${zeroes('store, instance')}`,
        legend: '{{store}} {{instance}}',
      },
    ],
  });

const byKind = () =>
  graph({
    title: 'Anomalies by kind',
    description:
      'What the checkers proved, in each step, at the times at which clients met it; written when the run has been judged. The report has a witness of each.',
    unit: 'short',
    as: 'bars',
    decimals: 0,
    atLeast: 5,
    queries: [
      { expr: grown(`${HARNESS.anomalies}{${OF_RUN}}`, 'store, kind'), legend: '{{store}} {{kind}}' },
    ],
  });

const lateness = () =>
  graph({
    title: 'How late k6 was by itself',
    description:
      'Of a hundred operations whose client was idle when they were due, the latest was sent so much later. From 20 ms on, latency is that of k6.',
    unit: 's',
    atLeast: 0.02,
    badFrom: 0.02,
    queries: [
      {
        expr: `max by (store) (store_run:k6_session_op_lateness_seconds:p99_30s{${OF_RUN}})`,
        legend: '{{store}}',
      },
    ],
  });
