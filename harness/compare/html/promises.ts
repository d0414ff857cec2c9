import { table } from '../../report/html/table.ts';
import { type Html, html } from '../../report/html/template.ts';
import type { Comparison, PromiseTest } from '../comparison.ts';

const SIGNS = { kept: '✓', broken: '✗', unknown: '?', 'not promised': '–' } as const;

/** Every promise that was put to the test, with where the store makes it. */
export function promiseTable({ stores }: Comparison): Html | false {
  const rows = stores.flatMap(({ name, promises }) =>
    promises.map((promise) => [
      name,
      promise.id,
      outcome(promise),
      html`${promise.experiments.map((index) => html`<a href="report.html#experiment-${index}">seen here</a> `)}`,
      promise.source ?? '',
    ]),
  );
  return (
    rows.length > 0 &&
    html`<section>
      <h2>Promises</h2>
      ${table(
        'What stores promise, as far as it was put to the test',
        [
          { name: 'Store' },
          { name: 'Promise' },
          { name: 'Outcome' },
          { name: 'Where' },
          { name: 'Promised in' },
        ],
        rows,
      )}
    </section>`
  );
}

function outcome({ outcome: word, passed }: PromiseTest): string {
  const all = word === 'not promised' ? `; ${passed ? 'done all the same' : 'not done'}` : '';
  return `${SIGNS[word]} ${word}${all}`;
}
