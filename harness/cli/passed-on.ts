import { InvalidArgumentError } from 'commander';
import type { Subject } from '../model/plan.ts';
import { digestOf } from '../secrets/digest.ts';

/** The name of a variable that is passed on to an app. Throws for one that is not there, or is not for users to set. */
export function passedOnName(name: string): string {
  if (/^(HOLDFAST_\w*|NODE_ENV)$/.test(name))
    throw new InvalidArgumentError(`The plan alone sets ${name}; the flags of this command make the plan.`);
  // Not by its value: every object has something called `constructor`.
  if (!Object.hasOwn(process.env, name))
    throw new InvalidArgumentError(`There is no variable of that name in the environment.`);
  return name;
}

/** Variables as a plan names them. */
export const passedOn = (names: readonly string[]): NonNullable<Subject['env']> =>
  [...new Set(names)].map((name) => ({ name, digest: digestOf(process.env[name] ?? '') }));
