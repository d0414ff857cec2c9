import type { ClaimResult, Results } from '../model/results.ts';

/** What a verdict means for those who use the store. `open`: nothing is known, or it depends. */
export type News = 'good' | 'bad' | 'open';

/** What came of a claim, whatever it says: that all sessions are lost is bad news where it is shown. */
export function newsOf({ verdict, badIfShown = false }: Pick<ClaimResult, 'verdict' | 'badIfShown'>): News {
  if (verdict === 'shown') return badIfShown ? 'bad' : 'good';
  if (verdict === 'refuted') return badIfShown ? 'good' : 'bad';
  return 'open';
}

/**
 * What to put over a whole run: its verdict, unless it passed by showing what is bad news. Then that, for a reader sees
 * the first word and its colour.
 */
export function decisionOf({ verdict, claims }: Pick<Results, 'verdict' | 'claims'>): {
  word: Results['verdict'] | 'bad news';
  news: News;
} {
  if (verdict === 'fail') return { word: verdict, news: 'bad' };
  if (verdict === 'unknown') return { word: verdict, news: 'open' };
  return claims.some((claim) => newsOf(claim) === 'bad')
    ? { word: 'bad news', news: 'bad' }
    : { word: verdict, news: 'good' };
}

/** To stand under a table of claims. */
export const NEWS_LEGEND =
  '✗ is bad news for those who use the store, ✓ is none, ± depends; the word says whether it is as claimed.';
