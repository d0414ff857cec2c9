import type { Results } from '../model/results.ts';
import type { Formats } from '../report/format.ts';
import { printableJson } from '../report/printable.ts';
import type { Comparison } from './comparison.ts';
import { renderComparisonPage } from './html/page.ts';
import { renderComparison } from './text.ts';

/** A comparison, and the results that it is made of. */
export interface Compared {
  comparison: Comparison;
  results: Results;
}

/** Stores side by side. */
export const COMPARISON_FORMATS: Formats<Compared> = {
  terminal: ({ comparison, results }, reader) => renderComparison(comparison, results, reader),
  json: ({ comparison }) => printableJson(comparison, asPlain),
  files: [
    {
      file: 'compare.html',
      render: ({ comparison, results }, invocation) => renderComparisonPage(comparison, results, invocation),
    },
  ],
};

const asPlain = (_key: string, value: unknown) => (value instanceof Map ? Object.fromEntries(value) : value);
