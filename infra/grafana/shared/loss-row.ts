import { APP, HARNESS, K6, OF_APP, OF_RUN, total, ZERO_WHERE_LOADED, ZERO_WHERE_RUNNING } from './metrics.ts';
import { storeTable } from './store-table.ts';

/** First on every dashboard: which store lost what in the time shown, without scrolling. */
export const lossRow = () => [
  storeTable({
    title: 'What each store lost',
    worstBy: ['Not found (ops)', 'Wrong values', 'Not saved', 'Anomalies'],
    columns: [
      {
        title: 'Not found (ops)',
        description:
          'Operations on an acknowledged session, neither ended nor expired, that were told there is none: as clients saw it, in the time shown; one lost session is as many as it was asked for. A store without a figure had no load.',
        unit: 'none',
        absent: 'no load',
        bad: { from: 1 },
        expr: `${total(`${K6.operations}{${OF_RUN}, seen="missing"}`, 'store')} or ${ZERO_WHERE_LOADED}`,
      },
      {
        title: 'Wrong values',
        description:
          'Reads that showed another value than the last that this client was told is saved: as clients saw it, in the time shown. A write whose answer did not come may show later, which is no loss: the checkers tell the two apart.',
        unit: 'none',
        absent: 'no load',
        bad: { from: 1 },
        expr: `${total(`${K6.operations}{${OF_RUN}, seen="wrong"}`, 'store')} or ${ZERO_WHERE_LOADED}`,
      },
      {
        title: 'Not saved',
        description:
          'Responses below 400 whose session could not be saved, which no client can see: counted by the apps, of all runs.',
        unit: 'none',
        absent: 'no app',
        bad: { from: 1 },
        expr: `round(sum by (store) (increase(${APP.unsavedAcknowledgements}{${OF_APP}}[$__range])))`,
      },
      {
        title: 'Anomalies',
        description:
          'What the checkers found in the time shown, with witnesses in the reports of the runs. A store without a figure has no finding yet: either there is none, or no run on it was judged.',
        unit: 'none',
        absent: 'no finding',
        bad: { from: 1 },
        expr: total(`${HARNESS.anomalies}{${OF_RUN}}`, 'store'),
      },
      {
        title: 'Store errors',
        description: 'Operations of the store that gave the app an error: counted by the apps, of all runs.',
        unit: 'none',
        absent: 'no app',
        bad: { from: 1 },
        expr: `round(sum by (store) (increase(${APP.storeErrors}{${OF_APP}}[$__range]))) or ${ZERO_WHERE_RUNNING}`,
      },
      {
        title: 'Deaths',
        description:
          'App processes that ended otherwise than by request: killed for memory, at the limit of the heap, by SIGKILL, or crashed.',
        unit: 'none',
        absent: 'no app',
        bad: { from: 1 },
        expr: `round(sum by (store) (increase(${APP.deaths}{${OF_APP}, reason!="exit"}[$__range])))`,
      },
    ],
  }),
];
