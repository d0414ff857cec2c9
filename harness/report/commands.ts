import type { Results } from '../model/results.ts';

/** The command that does the run again, with its seed, so that its faults come at the same times. */
export function runAgain({ run }: Pick<Results, 'run'>): string {
  return run.command.includes('--seed') ? run.command : `${run.command} --seed ${quoted(run.seed)}`;
}

/** The command that makes the verdicts again from the run's files alone. */
export const checkAgain = (folder: string): string => `holdfast check ${quoted(folder)}`;

/** The command that decides on the run by a policy. */
export const gateIt = (folder: string): string => `holdfast gate ${quoted(folder)}`;

/** A run's folder where its caller does not say: the default place of reports. */
export const defaultFolder = ({ run }: Pick<Results, 'run'>): string => `reports/${run.name}`;

/** As one word of a POSIX shell. */
const quoted = (word: string) =>
  /^[\w./:@%+,=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
