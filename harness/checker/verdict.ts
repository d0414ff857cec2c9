import type { Verdict } from '../model/results.ts';
import { TOO_LITTLE } from '../service/meter.ts';
import { CHECKERS } from './catalogue.ts';
import type { CheckerJudgement } from './judgement.ts';

/** False over unknown over true; of nothing at all, nothing is known. */
export function compose(verdicts: Iterable<Verdict>): Verdict {
  let composed: Verdict | undefined;
  for (const verdict of verdicts) {
    if (verdict === 'fail') return 'fail';
    if (composed !== 'unknown') composed = verdict;
  }
  return composed ?? 'unknown';
}

/**
 * The verdict of an experiment that was made to test these anomalies. An anomaly of any other kind fails it as well.
 * Without a list, everything that could be tested counts.
 */
export const experimentVerdict = (
  checkers: readonly CheckerJudgement[],
  required?: readonly string[],
): Verdict =>
  compose(
    checkers
      .filter((judged) => {
        if (judged.verdict === 'fail') return true;
        // To be served is no more than what everything else takes: by itself it passes nothing.
        if (judged.checker === 'unserved') return judged.verdict === 'unknown' && !isUntested(judged);
        if (judged.checker === 'request-leak') return judged.verdict === 'unknown';
        return required?.includes(judged.checker) ?? !isUntested(judged);
      })
      .map(({ verdict }) => verdict),
  );

const UNTESTED: ReadonlyMap<string, string> = new Map(CHECKERS.map(({ kind, untested }) => [kind, untested]));

const isUntested = ({ checker, reason, tested }: CheckerJudgement) => {
  if (checker === 'request-leak') return false;
  return tested === 0 && reason === (checker === 'unserved' ? TOO_LITTLE : UNTESTED.get(checker));
};
