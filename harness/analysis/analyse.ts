import { judgeHistory } from '../checker/judge-history.ts';
import type { Others } from '../checker/share/others.ts';
import { compose } from '../checker/verdict.ts';
import { CLAIMS } from '../claims/catalogue.ts';
import { testClaim, type Claim } from '../claims/claim.ts';
import type { Plan } from '../model/plan.ts';
import { subjectId } from '../model/subject-id.ts';
import { storeFacts } from '../stores/catalogue.ts';
import { subjectFacts } from '../stores/subject-facts.ts';
import type { ClaimResult, ExperimentResult, Results, Verdict } from '../model/results.ts';
import { dashboardOf } from './dashboard.ts';
import { distrusted } from './distrusted.ts';
import { ExperimentAnalysis } from './experiment.ts';
import { adviceIn } from './overload.ts';

/**
 * Makes results.json of a run from its plan and its history alone; the same two files always give the same results.
 * What is missing or broken in the history becomes a problem of the experiment or the run, never an exception.
 *
 * @param open gives the history from its beginning; called a second time where the judge has to look again.
 * @param others judge a share of the sessions each, and come to the same.
 */
export async function analyse(
  plan: Plan,
  open: () => AsyncIterable<Uint8Array>,
  others?: Others,
): Promise<Results> {
  const analyses: (ExperimentAnalysis | undefined)[] = [];
  const results: (ExperimentResult | undefined)[] = [];
  const current = () => analyses.at(-1);
  let lastEpochMs = 0;
  const { experiments: judged, problems: found } = await judgeHistory(open(), {
    again: open,
    ...(others && { others }),
    visitor: {
      experiment({ experiment, epochMs }) {
        lastEpochMs = epochMs;
        const planned = plan.experiments.find(({ id }) => id === experiment);
        analyses.push(planned && new ExperimentAnalysis(planned, epochMs));
      },
      operation: (line) => current()?.operation(line),
      fault: (line) => current()?.fault(line),
      sample: (line) => current()?.sample(line),
      printed: (line) => current()?.printed(line),
      note: (line) => current()?.note(line),
      problem(problem) {
        const analysis = current();
        if (problem.spoils && problem.experiment === analysis?.id) analysis?.problem(problem.message);
      },
    },
    // What was collected of it is let go before the next one begins.
    onJudged({ judgement, complete }, index) {
      results[index] = analyses[index]?.finish(judgement, complete);
      analyses[index] = undefined;
    },
  });
  const experiments = results
    .filter((result) => result !== undefined)
    .map((result) => distrusted(result, found));
  const missing = plan.experiments.filter((planned) => !experiments.some(({ id }) => id === planned.id));
  const complete = missing.length === 0 && judged.every((one) => one.complete) && found.length === 0;
  const notices = noticesOf(experiments, plan.command);
  const dashboard = dashboardOf(plan, lastEpochMs + (experiments.at(-1)?.durationMs ?? 0));
  const claims = claimsOf(plan).map((claim) => testClaim(claim, experiments));
  return {
    results: 1,
    ...(notices.length > 0 && { notices }),
    run: {
      name: plan.name,
      command: plan.command,
      startedAt: plan.startedAt,
      seed: plan.seed,
      holdfast: plan.holdfast,
      ...(dashboard !== undefined && { dashboard }),
      claimsAre: plan.claimsAre,
      complete,
    },
    machine: plan.machine,
    versions: [...plan.tools, ...plan.packages],
    stores: storesOf(plan).map((store) => ({ id: store, ...factsOf(plan, store) })),
    experiments,
    claims,
    problems: [
      ...plan.missing.map(({ store, tool, reason }) => `${store} was not tested: no ${tool}. ${reason}`),
      ...found.map(({ message }) => message),
      ...(missing.length > 0 ? [`not in the history: ${missing.map(({ id }) => id).join(', ')}`] : []),
    ],
    verdict: verdictOf({
      experiments,
      claims: claims.map(({ verdict }) => AS_VERDICT[plan.claimsAre][verdict]),
      whole: complete && plan.missing.length === 0,
    }),
  };
}

/** What is said of one experiment goes with its name, where there are several. */
const noticesOf = (experiments: readonly ExperimentResult[], command: string): string[] => [
  ...adviceIn(experiments, command),
  ...experiments.flatMap(({ id, availability }) =>
    (availability?.says ?? []).map((text) => (experiments.length > 1 ? `${id}: ${text}` : text)),
  ),
];

/** Those that the plan names, of the stores that it is about. */
function claimsOf(plan: Plan): Claim[] {
  const stores = storesOf(plan);
  return CLAIMS.filter(({ id, store }) => plan.claims.includes(id) && stores.includes(store));
}

function factsOf({ experiments }: Plan, store: string): { name: string; promises: string[] } {
  const tested = experiments.find(({ subject }) => subjectId(subject) === store);
  const { name, promises } = tested === undefined ? storeFacts(store) : subjectFacts(tested.subject);
  return { name, promises: promises.map(({ id }) => id) };
}

function storesOf(plan: Plan): string[] {
  const run = plan.experiments.map(({ subject }) => subjectId(subject));
  return [...new Set([...run, ...plan.missing.map(({ store }) => store)])];
}

/**
 * Where a run puts claims to the test, they decide: MemoryStore is shown to forget by experiments that fail. Where
 * it does not, its experiments decide.
 */
function verdictOf(run: {
  experiments: readonly ExperimentResult[];
  claims: readonly Verdict[];
  whole: boolean;
}): Verdict {
  const { experiments, claims, whole } = run;
  const verdicts = claims.length > 0 ? claims : experiments.map(({ verdict }) => verdict);
  return compose(whole ? verdicts : [...verdicts, 'unknown']);
}

/** Whoever proves claims wants them shown. Whoever examines them wants to know: only what stays open is amiss. */
const AS_VERDICT: Record<Plan['claimsAre'], Record<ClaimResult['verdict'], Verdict>> = {
  proved: { shown: 'pass', 'true only if': 'fail', refuted: 'fail', unknown: 'unknown' },
  examined: { shown: 'pass', 'true only if': 'pass', refuted: 'pass', unknown: 'unknown' },
};
