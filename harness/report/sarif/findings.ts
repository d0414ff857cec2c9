import { meaningOf } from '../../checker/catalogue.ts';
import type { Verdict } from '../../model/results.ts';
import type { Findings } from '../anomalies.ts';
import { counted } from '../../units.ts';
import { witnessText } from '../witness.ts';
import { renderSarif, type SarifResult } from './log.ts';

const UNTRUSTED = 'unknown';

/** What was found in a history as a SARIF log, one result a kind and experiment; it stands at `file`, the history. */
export function renderFindingsSarif(
  experiments: readonly Findings[],
  { verdict, version, file }: { verdict: Verdict; version: string; file: string },
): string {
  const results = experiments.flatMap((experiment) => resultsOf(experiment, file));
  // Nothing was found, and nothing was passed either.
  if (results.length === 0 && verdict === UNTRUSTED)
    results.push({
      rule: UNTRUSTED,
      verdict,
      message: 'nothing could be decided of this history; `holdfast check` says why',
      fingerprint: UNTRUSTED,
      file,
    });
  const rules = new Map(
    results.map(({ rule }) => [rule, meaningOf(rule) ?? 'What could not be measured or trusted.']),
  );
  return renderSarif({ version, verdict, rules, results });
}

function resultsOf({ id, verdict, reason, anomalyCounts, anomalies, faults }: Findings, file: string) {
  const results = Object.entries(anomalyCounts).flatMap(([kind, count = 0]): SarifResult[] => {
    if (count === 0) return [];
    const first = anomalies.find((anomaly) => anomaly.kind === kind);
    const witness = first === undefined ? '' : `\n${witnessText(first, faults)}`;
    return [
      {
        rule: kind,
        // What an experiment found that cannot be trusted may be the defect's doing.
        verdict: verdict === UNTRUSTED ? UNTRUSTED : 'fail',
        message: `${counted(count, `time`)} in ${id}.${witness}`,
        fingerprint: `${id}/${kind}`,
        file,
      },
    ];
  });
  if (verdict === UNTRUSTED)
    results.push({
      rule: UNTRUSTED,
      verdict: UNTRUSTED,
      message: `${id}: ${reason ?? 'it could not be decided'}`,
      fingerprint: `${id}/${UNTRUSTED}`,
      file,
    });
  return results;
}
