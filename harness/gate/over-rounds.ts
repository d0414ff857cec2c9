import { counted } from '../units.ts';
import type { Check } from './decision.ts';

/** What decides most comes first: of what passes, what was found and allowed says more than what was not. */
const weight = ({ verdict, allowed }: Check): number =>
  verdict === 'fail' ? 0 : verdict === 'unknown' ? 1 : allowed === undefined ? 3 : 2;

/** The checks of rounds of the same, each once: as it came out worst, with in how many rounds it did. */
export function overRounds(rounds: readonly (readonly Check[])[]): Check[] {
  const byId = Map.groupBy(rounds.flat(), ({ id }) => id);
  return [...byId.values()].map((checks) => {
    const [worst] = checks.toSorted((a, b) => weight(a) - weight(b)) as [Check];
    const alike = checks.filter((check) => weight(check) === weight(worst)).length;
    if (rounds.length === 1 || weight(worst) === 3) return worst;
    return { ...worst, message: `${worst.message}; in ${alike} of ${counted(rounds.length, 'round')}` };
  });
}
