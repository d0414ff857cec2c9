import { NEWS_LEGEND, newsOf } from '../report/news.ts';
import { inColumns, paint, paragraph, plain, verdictText, type Terminal } from '../report/terminal.ts';
import type { ComparedClaim } from './claims.ts';

/** Claims for a terminal or a log: for each verdict the stores that came to it. Empty where there is no claim. */
export function claimTable(claims: readonly ComparedClaim[], options: Terminal): string {
  if (claims.length === 0) return '';
  const rows = claims.flatMap(({ id, text, on }) =>
    [...Map.groupBy(on, ({ verdict }) => verdict)].map(([verdict, stores], index) => [
      index === 0 ? plain(`${id} ${text}`) : '',
      verdictText(verdict, options, stores[0] && newsOf(stores[0])),
      plain(stores.map(({ name }) => name).join(', ')),
    ]),
  );
  const head = ['claim', 'verdict', 'on'].map((name) => paint('dim', name, options));
  const table = inColumns([{ share: 5 }, { width: 14 }, { share: 4 }], [head, ...rows], options);
  return `${table}\n\n${paragraph(NEWS_LEGEND, options)}`;
}
