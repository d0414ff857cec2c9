import { badge, table } from '../../report/html/table.ts';
import { type Html, html } from '../../report/html/template.ts';
import { newsOf } from '../../report/news.ts';
import { counted } from '../../units.ts';
import type { ClaimOnStore, ComparedClaim } from '../claims.ts';
import { rank } from '../rank.ts';

const SIGNS = { good: '✓', bad: '✗' } as const;
const LOOKS = { good: 'pass', bad: 'fail', open: 'unknown' } as const;

/** What people are told about sessions: claims by stores, and below them the figures that each verdict rests on. */
export function claimSection(claims: readonly ComparedClaim[]): Html | false {
  if (claims.length === 0) return false;
  const all = claims.flatMap(({ on }) => on).toSorted((one, other) => rank(one.store) - rank(other.store));
  const names = new Map(all.map(({ store, name }) => [store, name]));
  return html`<section id="claims">
    <h2>Claims</h2>
    <div class="scroll matrix claims-by-store" role="group" aria-label="Claims by store" tabindex="0">
      <table>
        <caption>
          What people are told, put to the test: ✗ bad news for those who use the store, ✓ none, ± true only
          under a condition, ? unknown; empty: not put to the test there. Below stands what was shown and what
          was refuted
        </caption>
        <thead>
          <tr>
            <th scope="col">Claim</th>
            ${[...names.values()].map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${claims.map((claim) => matrixRow(claim, [...names.keys()]))}
        </tbody>
      </table>
    </div>
    <h3>What each verdict rests on</h3>
    ${claims.map(figures)}
  </section>`;
}

function matrixRow({ id, text, on }: ComparedClaim, stores: readonly string[]): Html {
  const cells = stores.map((store) => {
    const found = on.find((each) => each.store === store);
    return found ? cell(found) : html`<td></td>`;
  });
  return html`<tr>
    <th scope="row">${id}<small>${text}</small></th>
    ${cells}
  </tr>`;
}

function cell(found: ClaimOnStore): Html {
  const { verdict, measured, remark } = found;
  const news = newsOf(found);
  const sign = news === 'open' ? (verdict === 'unknown' ? '?' : '±') : SIGNS[news];
  const label = news === 'bad' ? `${verdict}: bad news` : verdict;
  return html`<td class="${LOOKS[news]}" title="${[verdict, measured, remark].filter(Boolean).join('; ')}">
    <span role="img" aria-label="${label}">${sign}</span>
  </td>`;
}

function figures({ id, text, source, on }: ComparedClaim): Html {
  const rows = on.map(({ name, verdict, badIfShown, measured, remark, run }) => [
    name,
    html`${badge(verdict, newsOf({ verdict, badIfShown }))}`,
    html`${measured}${remark !== undefined && html`<small>${remark}</small>`}`,
    run,
  ]);
  const columns = [{ name: 'Store' }, { name: 'Verdict' }, { name: 'Measured' }, { name: 'In the run' }];
  return html`<details>
    <summary>${id}: ${text} (${tally(on)})</summary>
    <p class="note">Said in: ${source}</p>
    ${table(`${id}: ${text}`, columns, rows)}
  </details>`;
}

/** `true only if on 12 stores, refuted on 1 store`. */
const tally = (on: readonly ClaimOnStore[]) =>
  [...Map.groupBy(on, ({ verdict }) => verdict)]
    .map(([verdict, stores]) => `${verdict} on ${counted(stores.length, 'store')}`)
    .join(', ');
