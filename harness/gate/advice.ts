import { storeName } from '../report/findings.ts';
import type { Results, Verdict } from '../model/results.ts';
import { counted } from '../units.ts';
import type { Check } from './decision.ts';

/** What to do after a decision, in one sentence: release, do not, or what to find out first, and why. */
export function adviceOn(verdict: Verdict, checks: readonly Check[], results: Results): string {
  if (verdict === 'pass') return release(checks);
  const first = checks.find((check) => check.verdict === verdict);
  const why = first === undefined ? '' : `: ${inAdvice(first)}`;
  const stores = new Set(results.experiments.map(({ store }) => store));
  const good = [...stores].filter(
    (store) => !checks.some((check) => check.verdict !== 'pass' && (check.store ?? store) === store),
  );
  const besides =
    good.length > 0
      ? ` Nothing was found against ${good.map((store) => storeName(results, store)).join(', ')}.`
      : '';
  if (verdict === 'unknown') return `Not decided: do not release before it is known${why}.${besides}`;
  return `Do not release${why}.${besides}`;
}

/** What is required speaks for itself; of the rest it takes the title to know what is meant. */
const inAdvice = ({ id, title, message }: Check): string =>
  id.startsWith('requires/') ? message : `${title}: ${message}`;

function release(checks: readonly Check[]): string {
  const open = checks.filter(({ allowed }) => allowed === 'not asked').length;
  const found = checks.filter(({ allowed }) => allowed === 'policy' || allowed === 'not promised').length;
  const but = [
    found > 0 && `${counted(found, 'finding')} allowed`,
    open > 0 && `${counted(open, 'requirement')} not asked`,
  ].filter((part) => part !== false);
  return `Nothing stands against a release${but.length > 0 ? `, with ${but.join(' and ')}` : ''}.`;
}
