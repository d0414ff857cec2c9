import { AnnotationQueryBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { COLOURS } from './colours.ts';
import { HARNESS, OF_STORE } from './metrics.ts';
import { SOURCE } from './source.ts';

const FAULT = `${HARNESS.fault}{${OF_STORE}, run=~"$run"}`;

const FOUND = `${HARNESS.anomalies}{${OF_STORE}, run=~"$run"}`;

/** What the checkers found, when clients met it, and where the run's report has a witness of it. */
const anomalies = () =>
  new AnnotationQueryBuilder()
    .name('Anomalies')
    .datasource(SOURCE)
    .enable(true)
    .iconColor(COLOURS.bad)
    .expr(
      `sum by (store, run, experiment, kind) (last_over_time(${FOUND}[1h]) - (last_over_time(${FOUND}[1h] offset $__interval) or 0 * last_over_time(${FOUND}[1h]))) > 0`,
    )
    .step('2s')
    .titleFormat('{{kind}} on {{store}}')
    .textFormat('Its witness: {{run}}/report.html#{{experiment}}:{{kind}} in the folder of the reports')
    .tagKeys('kind,store');

/**
 * What is marked on every graph: when something was broken, and when an app began anew; where a dashboard is about what was
 * `proved`, that too.
 */
export const annotations = ({ proved = false } = {}) => [
  ...(proved ? [anomalies()] : []),
  new AnnotationQueryBuilder()
    .name('Faults')
    .datasource(SOURCE)
    .enable(true)
    .iconColor(COLOURS.fault)
    // A fault may be shorter than a step, which grows with the time shown, and a long one has few readings.
    // The one drops the metric's name and the other keeps it: without the aggregation they were two series by turns, and
    // a fault had a mark at each of its readings.
    .expr(
      `max by (store, run, fault, target) (max_over_time(${FAULT}[$__interval]) or last_over_time(${FAULT}[30s]))`,
    )
    .step('2s')
    .titleFormat('{{fault}} of {{target}}')
    .textFormat('{{store}}, in the run {{run}}')
    .tagKeys('fault,store'),
  new AnnotationQueryBuilder()
    .name('App starts')
    .datasource(SOURCE)
    .enable(true)
    .iconColor(COLOURS.restart)
    // With the value as its time, an event stands where the process began, not where it was scraped first.
    .expr(`process_start_time_seconds{job="app", ${OF_STORE}, instance=~"$instance"} * 1000`)
    .step('5s')
    .useValueForTime(true)
    .titleFormat('{{store}} {{instance}} started')
    .textFormat('The process is new: what the one before it held is gone.')
    .tagKeys('store,instance'),
];
