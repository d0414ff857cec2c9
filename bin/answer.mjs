import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { invocationFrom } from './invocation.mjs';

const HELP = new Set(['--help', '-h']);
const VERSION = new Set(['--version', '-V']);
const WRONG_USAGE = 64;
const STDOUT = 1;
const STDERR = 2;

/**
 * What can be said before anything is installed: the version, and help, from the files that `npm run docs:help`
 * writes. Undefined where the arguments ask for something else.
 */
export function answer(args, root) {
  if (VERSION.has(args[0])) {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    return { fd: STDOUT, text: `${version}\n`, exitCode: 0 };
  }
  const name = nameOfHelp(args);
  const text = /^[a-z]+$/.test(name) ? readHelp(join(root, 'bin', 'help', `${name}.txt`)) : undefined;
  if (text === undefined) return undefined;
  const typed = text.replace(/^Usage: holdfast/, () => `Usage: ${invocationFrom(process.cwd(), root)}`);
  // Without a command there is nothing to be done, and help is what was not asked for.
  return args.length === 0
    ? { fd: STDERR, text: typed, exitCode: WRONG_USAGE }
    : { fd: STDOUT, text: typed, exitCode: 0 };
}

/** The file of help that is asked for, by its name; empty if none is. */
function nameOfHelp([first, ...rest]) {
  if (first === undefined || HELP.has(first)) return 'holdfast';
  if (first === 'help') return rest[0] ?? 'holdfast';
  const end = rest.indexOf('--');
  return rest.slice(0, end === -1 ? undefined : end).some((word) => HELP.has(word)) ? first : '';
}

/** Of a command that is not known there is no help: the program says which one was meant. */
function readHelp(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
