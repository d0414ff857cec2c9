import {
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { HARNESS, K6 } from './metrics.ts';
import { SOURCE } from './source.ts';

/** What every dashboard can be narrowed to. */
export const variables = () => [
  choice('store', 'Store', 'label_values(up{job="app"}, store)', VariableSort.AlphabeticalAsc),
  choice(
    'instance',
    'Instance',
    'label_values(up{job="app", store=~"$store"}, instance)',
    VariableSort.AlphabeticalAsc,
  ),
  // The newest run has the greatest name, as names end in the time.
  choice(
    'run',
    'Run',
    `label_values({__name__=~"${K6.operations}|${HARNESS.anomalies}|${HARNESS.fault}", store=~"$store"}, run)`,
    VariableSort.AlphabeticalDesc,
  ),
];

function choice(name: string, label: string, query: string, sort: VariableSort): QueryVariableBuilder {
  return (
    new QueryVariableBuilder(name)
      .label(label)
      .datasource(SOURCE)
      .query(query)
      .definition(query)
      .refresh(VariableRefresh.OnTimeRangeChanged)
      // oxlint-disable-next-line unicorn/no-array-sort -- a builder's setting, not an array's
      .sort(sort)
      .multi(true)
      .includeAll(true)
      .allValue('.*')
      .current({ selected: true, text: ['All'], value: ['$__all'] })
  );
}
