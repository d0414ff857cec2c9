import { CLAIMS } from '../claims/catalogue.ts';
import { testClaim } from '../claims/claim.ts';
import { readHistory } from '../history/read.ts';
import type { Plan } from '../plan/plan.ts';
import { storeFacts, type StoreName } from '../plan/stores.ts';
import type { ClaimResult, ExperimentResult, Results, Verdict } from '../report/results.ts';
import { ExperimentAnalysis } from './experiment.ts';

/**
 * Makes results.json of a run from its plan and its history alone; the same two files always give the same results.
 * What is missing or broken in the history becomes a problem of the experiment or the run, never an exception.
 */
export async function analyse(plan: Plan, history: AsyncIterable<Uint8Array>): Promise<Results> {
  const experiments: ExperimentResult[] = [];
  let id: string | undefined;
  let current: ExperimentAnalysis | undefined;
  let ended = false;
  const close = () => {
    if (current) experiments.push(current.finish(ended));
    current = undefined;
    ended = false;
  };
  const done = new Set<string>();
  const found = await readHistory(history, {
    experiment(line) {
      close();
      done.clear();
      id = line.experiment;
      const planned = plan.experiments.find((experiment) => experiment.id === id);
      current = planned && new ExperimentAnalysis(planned, line);
    },
    operation: (line, number) => current?.operation(line, number),
    fault: (line) => current?.fault(line),
    sample: (line) => current?.sample(line),
    note: (line) => current?.note(line),
    done: (line) => done.add(line.done),
    end() {
      const wanted = plan.experiments.find((experiment) => experiment.id === id)?.load.clients ?? 0;
      if (done.size < wanted)
        current?.spoil(`${wanted - done.size} of ${wanted} clients did not come to their end`);
      ended = true;
    },
  });
  close();

  const problems = found.map(({ message }) => message);
  for (const { store, tool, reason } of plan.missing)
    problems.push(`${store} was not tested: no ${tool}. ${reason}`);
  const wanted = plan.experiments.map((experiment) => experiment.id);
  const missing = wanted.filter((name) => !experiments.some((experiment) => experiment.id === name));
  const complete = missing.length === 0 && found.every(({ spoils }) => !spoils);
  if (missing.length > 0 && experiments.length > 0)
    problems.push(`not in the history: ${missing.join(', ')}`);

  const trusted = found.some(({ spoils }) => spoils) ? experiments.map(distrusted(problems)) : experiments;
  const claims = CLAIMS.filter((claim) => plan.claims.includes(claim.id)).map((claim) =>
    testClaim(claim, trusted),
  );
  return {
    results: 1,
    run: {
      name: plan.name,
      command: plan.command,
      startedAt: plan.startedAt,
      seed: plan.seed,
      holdfast: plan.holdfast,
      complete,
    },
    machine: plan.machine,
    versions: plan.tools,
    stores: storesOf(plan).map((store) => ({ id: store, name: storeFacts(store).packages })),
    experiments: trusted,
    claims,
    problems,
    verdict: verdictOf({ trusted, claims, complete, problems: plan.missing.length }),
  };
}

/** A history that is corrupt somewhere can hide anything anywhere. */
const distrusted =
  (problems: readonly string[]) =>
  (experiment: ExperimentResult): ExperimentResult => ({
    ...experiment,
    problems: [...experiment.problems, ...problems],
    verdict: 'unknown',
  });

function storesOf(plan: Plan): StoreName[] {
  const names = [
    ...plan.experiments.map(({ subject }) => subject.store),
    ...plan.missing.map(({ store }) => store as StoreName),
  ];
  return [...new Set(names)];
}

/**
 * Where a run puts claims to the test, they decide: MemoryStore is shown to forget by experiments that fail. Where
 * it does not, its experiments decide.
 */
function verdictOf(run: {
  trusted: readonly ExperimentResult[];
  claims: readonly ClaimResult[];
  complete: boolean;
  problems: number;
}): Verdict {
  const { trusted, claims, complete, problems } = run;
  const verdicts: Verdict[] =
    claims.length > 0
      ? claims.map(({ verdict }) =>
          verdict === 'shown' ? 'pass' : verdict === 'refuted' ? 'fail' : 'unknown',
        )
      : trusted.map(({ verdict }) => verdict);
  if (verdicts.includes('fail')) return 'fail';
  if (!complete || problems > 0 || verdicts.length === 0) return 'unknown';
  return verdicts.includes('unknown') ? 'unknown' : 'pass';
}
