import type { Results } from '../report/results.ts';
import { reasonOf } from '../gate/observed.ts';
import { reproOf, type ReproName } from './catalogue.ts';
import type { Attempt, PublicReport, Sighting } from './report.ts';

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
  logs: ReadonlyMap<string, string>;
  installed: readonly string[];
}

/** Judges all attempts at one report. One that was spoiled says nothing, whatever it seems to show. */
export function judgeRepro({ name, times, results, logs, installed }: Evidence): ReproResult {
  const report = reproOf(name);
  const attempts = Array.from({ length: times }, (_, at) => {
    const experiment = attemptId(name, at + 1);
    return { experiment, ...sightingIn(report, experiment, results, logs) };
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
  logs: ReadonlyMap<string, string>,
): Sighting {
  const result: Attempt['result'] | undefined = results.experiments.find(
    (experiment) => experiment.id === id,
  );
  if (result === undefined) {
    const why = results.problems[0] ?? 'it was not run';
    return { reproduced: undefined, evidence: why };
  }
  if (result.problems.length > 0) return { reproduced: undefined, evidence: reasonOf(result) };
  return report.seen({ result, appLog: logs.get(id) ?? '' });
}
