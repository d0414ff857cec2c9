import { fileURLToPath } from 'node:url';
import { invocationFrom } from '../bin/invocation.mjs';
import type { HoldfastError } from './errors.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const COMMANDS = 'prove|claims|run|suite|compare|repro|check|gate|report|doctor|provision|init';
const COMMAND = new RegExp(String.raw`(?<!npx |run )\bholdfast (?=(?:${COMMANDS})(?![\w-]))`, 'g');

/** How Holdfast is called where this process works, without the command's own words. */
export const invocation = (): string => invocationFrom(process.cwd(), ROOT);

/** The same for a page that is read elsewhere: from the folder of this repository, or of a project that has Holdfast. */
export const invocationAtHome = (): string => {
  const here = invocation();
  return here.startsWith('node ') ? invocationFrom(ROOT, ROOT) : here;
};

/** Text that names commands as `holdfast doctor`, with commands that run where this process works. */
export const typed = (text: string, how = invocation()): string => text.replaceAll(COMMAND, () => `${how} `);

/** An error's message and its next step, as they are printed and recorded. */
export const explained = ({ message, next }: Pick<HoldfastError, 'message' | 'next'>): string =>
  typed(next === undefined ? message : `${message}\n  Try: ${next}`);
