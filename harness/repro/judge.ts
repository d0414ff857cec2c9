import type { Results } from '../model/results.ts';
import { reasonOf } from '../gate/observed.ts';
import { reproOf, type ReproName } from './catalogue.ts';
import type { Attempt, PublicReport, Sighting, Trace } from './report.ts';

/** What became of one report. */
export interface ReproResult extends Pick<PublicReport, 'title' | 'says' | 'sources' | 'versions'> {
  name: string;
  /** What is installed, and so was tested: `express-session 1.19.0`. */
  installed: string[];
  /** `unknown`: it was not seen, and some attempt could not say. */
  verdict: 'reproduced' | 'not reproduced' | 'unknown';
  /** How many attempts showed it, of how many that could say. */
  seenIn: number;
  judged: number;
  attempts: { experiment: string; reproduced: boolean | undefined; evidence: string }[];
}

/** Attempts are told apart by their number. */
export const attemptId = (name: string, number: number): string => `${name}/attempt-${number}`;

interface Evidence {
  name: ReproName;
  times: number;
  results: Results;
  /** By experiment. */
  traces: ReadonlyMap<string, Trace>;
  installed: readonly string[];
}

/** Judges all attempts at one report. One that was spoiled says nothing, whatever it seems to show. */
export function judgeRepro({ name, times, results, traces, installed }: Evidence): ReproResult {
  const report = reproOf(name);
  const attempts = Array.from({ length: times }, (_, at) => {
    const experiment = attemptId(name, at + 1);
    return { experiment, ...sightingIn(report, experiment, results, traces) };
  });
  const judged = attempts.filter(({ reproduced }) => reproduced !== undefined).length;
  const seenIn = attempts.filter(({ reproduced }) => reproduced === true).length;
  const { title, says, sources, versions } = report;
  return {
    name,
    title,
    says,
    sources,
    versions,
    installed: [...installed],
    verdict: seenIn > 0 ? 'reproduced' : judged < times || times === 0 ? 'unknown' : 'not reproduced',
    seenIn,
    judged,
    attempts,
  };
}

function sightingIn(
  report: PublicReport,
  id: string,
  results: Results,
  traces: ReadonlyMap<string, Trace>,
): Sighting {
  const result: Attempt['result'] | undefined = results.experiments.find(
    (experiment) => experiment.id === id,
  );
  if (result === undefined) {
    const why = results.problems[0] ?? 'it was not run';
    return { reproduced: undefined, evidence: why };
  }
  if (result.problems.length > 0) return { reproduced: undefined, evidence: reasonOf(result) };
  const trace = traces.get(id);
  if (trace === undefined) return { reproduced: undefined, evidence: 'the history has nothing of it' };
  return report.seen({ result, ...trace });
}
