import type { Results } from '../model/results.ts';

/** How Holdfast is called in a clone of its repository, where a caller does not say. */
export const IN_A_CLONE = 'npm run holdfast --';

/** The command that does the run again, with its seed, so that its faults come at the same times. */
export function runAgain({ run }: Pick<Results, 'run'>, invocation = IN_A_CLONE): string {
  const command = run.command.replace(/^holdfast /, () => `${invocation} `);
  return command.includes('--seed') ? command : `${command} --seed ${quoted(run.seed)}`;
}

/** The command that makes the verdicts again from the run's files alone. */
export const checkAgain = (folder: string, invocation = IN_A_CLONE): string =>
  `${invocation} check ${quoted(folder)}`;

/** The command that decides on the run by a policy. */
export const gateIt = (folder: string, invocation = IN_A_CLONE): string =>
  `${invocation} gate ${quoted(folder)}`;

/** The command that compares again, from the results of the run. */
export const compareAgain = (folder: string, invocation = IN_A_CLONE): string =>
  `${invocation} compare --from ${quoted(folder)}`;

/** A run's folder where its caller does not say: the default place of reports. */
export const defaultFolder = ({ run }: Pick<Results, 'run'>): string => `reports/${run.name}`;

/** As one word of a POSIX shell. */
const quoted = (word: string) =>
  /^[\w./:@%+,=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
