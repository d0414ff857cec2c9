import type { ClaimResult } from '../model/results.ts';
import { table } from '../report/markdown/syntax.ts';
import type { ClaimOnStore, ComparedClaim } from './claims.ts';
import { rank } from './rank.ts';
import { withoutFrames } from './without-frames.ts';

const SIGNS = { shown: '✓', 'true only if': '±', refuted: '✗', unknown: '?' } as const;
/** `<!-- figures of C7 -->`, what is made, `<!-- end -->`. */
const PLACE = /(<!-- figures of (C\d+|all) -->)[\s\S]*?(<!-- end -->)/g;

/**
 * Puts what came of claims into a document, in the places that it has for them; `all` is the place of the overview.
 * A place of a claim that was not put to the test stays as it is.
 */
export const fillIn = (document: string, claims: readonly ComparedClaim[]): string =>
  document.replaceAll(PLACE, (whole, start: string, of: string, end: string) => {
    const wanted = claims.filter(({ id }) => of === 'all' || id === of);
    if (wanted.length === 0) return whole;
    const made = of === 'all' ? overview(wanted) : figures(wanted.flatMap(({ on }) => on));
    return `${start}\n\n${made}\n\n${end}`;
  });

/** Stores by claims; a claim of two halves has the lesser verdict of the two. */
function overview(claims: readonly ComparedClaim[]): string {
  const ids = [...new Set(claims.map(({ id }) => id))];
  const found = claims.flatMap(({ id, on }) => on.map((each) => ({ id, ...each })));
  const ranked = found.toSorted((one, other) => rank(one.store) - rank(other.store));
  const stores = new Map(ranked.map(({ store, name }) => [store, name]));
  const rows = [...stores].map(([store, name]) => [
    escaped(name),
    ...ids.map((id) => {
      const verdicts = found
        .filter((each) => each.id === id && each.store === store)
        .map(({ verdict }) => verdict);
      return verdicts.length === 0 ? '' : SIGNS[lesser(verdicts)];
    }),
  ]);
  const times = [...Map.groupBy(found, ({ verdict }) => verdict)].map(([v, each]) => `${each.length} ${v}`);
  return `${table(['store', ...ids], rows)}\n\n${found.length} findings: ${times.join(', ')}.`;
}

const BY_DOUBT = ['unknown', 'refuted', 'true only if', 'shown'] as const;
const lesser = (verdicts: readonly ClaimResult['verdict'][]) =>
  BY_DOUBT.find((verdict) => verdicts.includes(verdict)) ?? 'unknown';

/** What was seen on each store. A condition that is the same for several stands once, below. */
function figures(on: readonly ClaimOnStore[]): string {
  const remarks = on.map(told).filter((remark) => remark !== undefined);
  const shared = [...new Set(remarks.filter((remark, at) => remarks.indexOf(remark) !== at))];
  const rows = on.map((one) => {
    const remark = told(one);
    const { name, measured, verdict } = one;
    const said = remark === undefined ? verdict : inCell(verdict, remark, shared);
    return [escaped(name), escaped(measured), said];
  });
  const notes = shared.map((remark, at) => `${mark(at, shared)}${escaped(sentence(remark))}`);
  return [table(['store', 'seen', 'verdict'], rows), ...notes].join('\n\n');
}

const told = ({ remark }: ClaimOnStore) => remark && withoutFrames(remark);

function inCell(verdict: ClaimResult['verdict'], remark: string, shared: readonly string[]): string {
  const at = shared.indexOf(remark);
  if (at !== -1) return `${verdict}${shared.length > 1 ? ` ${mark(at, shared).trim()}` : ''}`;
  return escaped(remark.startsWith(verdict) ? remark : `${verdict}: ${remark}`);
}

const mark = (at: number, shared: readonly string[]) => (shared.length > 1 ? `(${at + 1}) ` : '');

const sentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

const escaped = (text: string) => text.replaceAll(/[\\`*_<>|[\]]/g, String.raw`\$&`);
