import {
  APP,
  EXPORTER,
  HARNESS,
  K6,
  OF_APP,
  OF_RUN,
  OF_STORE,
  grown,
  lately,
  paced,
  zeroes,
} from '../shared/metrics.ts';
import { dashboard } from '../shared/dashboard.ts';
import { lossRow } from '../shared/loss-row.ts';
import { graph } from '../shared/panels.ts';

/** What was lost when, where, and during which fault. */
export const loss = () =>
  dashboard({
    uid: 'holdfast-loss',
    title: 'Session loss',
    description: 'Every loss over time: by store, by instance and by the fault that it fell into.',
    marksAnomalies: true,
    sections: [
      {
        lines: [
          { heightUnits: 6, panels: lossRow() },
          { heightUnits: 8, panels: [notFound(), faults()] },
          { heightUnits: 8, panels: [wrong(), unsaved()] },
        ],
      },
      {
        title: 'Proved by the checkers',
        lines: [
          { heightUnits: 7, panels: [byStore(), byFault(), byInstance()] },
          { heightUnits: 7, forEachStore: byKind() },
        ],
      },
      {
        title: 'Store by store',
        lines: [
          { heightUnits: 7, forEachStore: notFoundByInstance() },
          { heightUnits: 7, forEachStore: kept() },
          { heightUnits: 6, forEachStore: up() },
        ],
      },
    ],
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

const wrong = () =>
  graph({
    title: 'Wrong values read, by instance',
    description:
      'Reads in each step that showed another value than the last that this client was told is saved.',
    unit: 'short',
    as: 'bars',
    decimals: 0,
    atLeast: 5,
    queries: [
      {
        expr: `${grown(`${K6.operations}{${OF_RUN}, seen="wrong"}`, 'store, instance')} or ${zeroes('store, instance')}`,
        legend: '{{store}} {{instance}}',
      },
    ],
  });

const unsaved = () =>
  graph({
    title: 'Acknowledged, not saved, by instance',
    description: 'Responses below 400 in each step whose session could not be saved, as the apps count them.',
    unit: 'short',
    as: 'bars',
    decimals: 0,
    atLeast: 5,
    queries: [
      {
        expr: paced(`${APP.unsavedAcknowledgements}{${OF_APP}}`, 'store, instance'),
        legend: '{{store}} {{instance}}',
      },
    ],
  });

const anomalies = (title: string, by: string, legend: string, description: string) =>
  graph({
    title,
    description,
    unit: 'short',
    as: 'bars',
    decimals: 0,
    atLeast: 5,
    queries: [
      {
        // An empty label would leave a name with nothing at its end.
        expr: `label_replace(${grown(`${HARNESS.anomalies}{${OF_RUN}}`, by)}, "fault", "no fault", "fault", "")`,
        legend,
      },
    ],
  });

const byStore = () =>
  anomalies(
    'Anomalies by store',
    'store, kind',
    '{{store}} {{kind}}',
    'Anomalies in each step, at the times at which clients met them. They are written when a run has been judged; docs/ANOMALIES.md defines the kinds.',
  );

const byFault = () =>
  anomalies(
    'Anomalies by fault',
    'store, fault',
    '{{store}} {{fault}}',
    'The same by the fault that they fell into, or outside of every fault.',
  );

const byInstance = () =>
  anomalies(
    'Anomalies by instance',
    'store, instance',
    '{{store}} {{instance}}',
    'The same by the instance that gave the answer.',
  );

const byKind = () =>
  anomalies(
    '$store: anomalies by kind',
    'kind',
    '{{kind}}',
    'Anomalies of this store in each step, by kind.',
  );

const notFoundByInstance = () =>
  graph({
    title: '$store: share not found',
    description:
      'Of the operations that each instance answered in the last half minute, how many did not find their session. About a half at every instance of two: they share no sessions.',
    unit: 'percentunit',
    atLeast: 0.1,
    queries: [
      {
        expr: `sum by (store, instance) (rate(${K6.operations}{${OF_RUN}, instance!="", seen="missing"}[30s])) / sum by (store, instance) (rate(${K6.operations}{${OF_RUN}, instance!=""}[30s])) or 0 * sum by (store, instance) (rate(${K6.operations}{${OF_RUN}, instance!=""}[30s]))`,
        legend: '{{store}} {{instance}}',
      },
    ],
  });

const kept = () =>
  graph({
    title: '$store: sessions kept',
    description:
      "Sessions, expired or not, that the store's server holds, or the apps where the store has no server. A fall at a restart is what the restart lost.",
    unit: 'short',
    decimals: 0,
    queries: [{ expr: `store:holdfast_sessions_kept:sum{${OF_STORE}}`, legend: '{{store}}' }],
  });

const up = () =>
  graph({
    title: '$store: who answers',
    description: "1 while an instance answers Prometheus and while the store's server answers the exporter.",
    unit: 'short',
    as: 'steps',
    decimals: 0,
    atLeast: 1,
    queries: [
      {
        expr: `up{job="app", ${OF_APP}} or label_replace(${EXPORTER.up}{${OF_STORE}}, "instance", "server", "", "")`,
        legend: '{{store}} {{instance}}',
      },
    ],
  });
