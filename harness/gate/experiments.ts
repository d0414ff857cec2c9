import type { UnplannedFailure } from '../model/faults.ts';
import type { ExperimentResult } from '../model/results.ts';
import { counted } from '../units.ts';
import type { Check } from './decision.ts';
import { countsOf, lookedFor, reasonOf } from './observed.ts';

/** What was asked of a subject that broke by itself, where it was not to live. */
const KEPT_TO: Readonly<Record<string, string>> = {
  'store-silent': 'its store called back',
  'store-repeats': 'its store called each callback once',
} satisfies Partial<Record<UnplannedFailure, string>>;

/** Whether each experiment can be believed; what it found is checked kind by kind. */
export function checkExperiment(experiment: ExperimentResult): Check[] {
  const { id, store, verdict, checkers, faults, promises, growth } = experiment;
  const check = (name: string, title: string, rest: Pick<Check, 'verdict' | 'message'>): Check => ({
    id: `experiment/${id}/${name}`,
    store,
    experiment: id,
    title: `${id}: ${title}`,
    ...rest,
  });
  const doubt = (name: string, title: string, message: string) =>
    check(name, title, { verdict: 'unknown', message });

  if (verdict === 'unknown') return [doubt('trusted', 'can be trusted', reasonOf(experiment))];
  const broke = faults
    .filter(({ planned }) => !planned)
    .map((fault) =>
      check(fault.id, KEPT_TO[fault.kind] ?? 'the app lived through its load', {
        verdict: 'fail',
        message: [
          `${fault.kind} of ${fault.target}, which no fault of the plan brought about`,
          ...(typeof fault.evidence['reason'] === 'string' ? [fault.evidence['reason']] : []),
        ].join(': '),
      }),
    );
  const inert = faults
    .filter(({ planned, tookEffect }) => planned && !tookEffect)
    .map((fault) => doubt(fault.id, `${fault.kind} took effect`, 'none was seen, so it tested nothing'));
  // A failure elsewhere in the experiment hides these from its verdict.
  const open = checkers
    .filter((checker) => checker.verdict === 'unknown' && checker.tested !== 0)
    .map(({ checker, reason }) => doubt(checker, `${checker} was decided`, reason ?? 'no reason was given'));
  if (countsOf(experiment).size > 0) return [...broke, ...inert, ...open];
  if (verdict === 'fail') {
    if (broke.length > 0) return [...broke, ...inert, ...open];
    const message = 'it failed, without saying on which anomaly';
    return [...inert, ...open, check('verdict', 'passed', { verdict: 'fail', message })];
  }
  const looked = lookedFor(experiment).length;
  if (looked === 0 && growth === null) {
    return [
      ...inert,
      ...open,
      doubt('tested', 'something was looked for', 'no checker had anything to test'),
    ];
  }
  const tested = promises.filter((promise) => promise.verdict !== 'not tested');
  const kept = tested.length > 0 ? `keeps: ${tested.map((promise) => promise.id).join(', ')}` : 'no anomaly';
  const message =
    looked === 0 ? 'it measures growth only' : `${counted(looked, 'kind')} of anomaly looked for, none found`;
  return [...inert, ...open, check('kept', kept, { verdict: 'pass', message })];
}
