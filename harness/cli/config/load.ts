import { readFile } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import pTimeout from 'p-timeout';
import { takeEsModules } from '../../../protocol/es-modules.ts';
import { programFile } from '../../../protocol/program-file.ts';
import { messageOf, usageError, type HoldfastError } from '../../errors.ts';
import { report } from '../defects.ts';
import { positionOf, syntaxErrorIn } from './position.ts';
import { quietly } from './quietly.ts';

/** Names of a config in the order in which `init` and people write them. */
const NAMES = ['ts', 'mts', 'mjs', 'js', 'json'].map((extension) => `holdfast.config.${extension}`);
const EXAMPLE = "export default defineConfig({ store: 'redis' })";
/** More than a module needs that only says something. */
const LIMIT_MS = 30_000;

export interface Config {
  /** As a person would write it here. */
  name: string;
  folder: string;
  fields: Readonly<Record<string, unknown>>;
  /** A usage error about a field, with its place in the file. */
  wrong(path: readonly string[], why: string, next?: string): HoldfastError;
}

/** The config that was asked for by `--config`, or that is in this folder; undefined where there is none. */
export async function findConfig(given: string | undefined): Promise<Config | undefined> {
  const [found, another] = given === undefined ? configsIn(process.cwd()) : [resolve(given)];
  if (found === undefined) return undefined;
  if (given !== undefined && !existsSync(found)) throw usageError(`there is no file ${given}`);
  if (another !== undefined)
    throw usageError(`${basename(found)} and ${basename(another)} are both here`, {
      next: 'leave one of them, or say which by --config',
    });
  return loadConfig(found);
}

/** The configs of a folder, of which there should be one at most. */
export const configsIn = (folder: string): string[] =>
  NAMES.map((name) => join(folder, name)).filter((file) => existsSync(file));

async function loadConfig(file: string): Promise<Config> {
  const away = relative(process.cwd(), file);
  const name = away.startsWith('..') ? file : away;
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw usageError(`${name} could not be read: ${messageOf(cause)}`, { cause });
  });
  const exported = extname(file) === '.json' ? parsed(text, name) : await imported(file, name);
  const wrong: Config['wrong'] = (path, why, next) => {
    const position = positionOf(text, file, path);
    const where = [position === undefined ? name : `${name}:${position}`, path.join('.')].filter(Boolean);
    return usageError(`${where.join(': ')}: ${why}`, next === undefined ? {} : { next });
  };
  if (exported === undefined) throw usageError(`${name} has no default export`, { next: EXAMPLE });
  if (!isObject(exported)) throw wrong([], `its default export is no object`, EXAMPLE);
  return { name, folder: dirname(file), fields: plain(exported, wrong), wrong };
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy that nothing of the file's own can change or run any more. */
function plain(exported: Record<string, unknown>, wrong: Config['wrong']): Record<string, unknown> {
  try {
    return structuredClone(exported);
  } catch (error) {
    throw wrong([], `a config is values alone, and this one is not: ${firstLine(error)}`);
  }
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = messageOf(cause).replaceAll(/\s+/g, ' ');
    throw usageError(`${name}${syntaxErrorIn(text)} is not JSON: ${why}`, { cause });
  }
}

async function imported(file: string, name: string): Promise<unknown> {
  const { href } = pathToFileURL(file);
  const refuse = (why: string, cause?: unknown) => usageError(`${name}${why}`, { cause });
  // An exit code of its own would be taken for a verdict.
  const onExit = () => {
    process.exitCode = report(refuse(' ended the process while it was loaded'));
  };
  process.once('exit', onExit);
  const late = refuse(` was not loaded within ${LIMIT_MS / 1000} s`);
  try {
    const loading = quietly(() => importWithOurs(href));
    const module = await pTimeout(loading, { milliseconds: LIMIT_MS, message: late });
    return module.default;
  } catch (error) {
    if (error === late) throw error;
    throw refuse(`${lineIn(error, href)} could not be loaded: ${firstLine(error)}`, error);
  } finally {
    process.off('exit', onExit);
  }
}

/** `holdfast` is this one, also where the project has not installed it, or another version. */
async function importWithOurs(href: string): Promise<{ default?: unknown }> {
  const ours = pathToFileURL(programFile('./define', import.meta.url)).href;
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'holdfast' ? { url: ours, shortCircuit: true } : next(specifier, context),
  });
  using _taken = takeEsModules();
  try {
    return (await import(href)) as { default?: unknown };
  } finally {
    hooks.deregister();
  }
}

/** `:3:9`, where a stack or Node's picture of a syntax error names a line of the file. */
function lineIn(error: unknown, href: string): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  for (const place of [href, new URL(href).pathname]) {
    const at = stack.indexOf(`${place}:`);
    if (at === -1) continue;
    const [position = '', line, mark] =
      /^(:\d+)(?::\d+|\n.*\n( *)\^)?/.exec(stack.slice(at + place.length)) ?? [];
    return mark === undefined ? position : `${line}:${mark.length + 1}`;
  }
  return '';
}

const firstLine = (error: unknown): string => {
  const lines = messageOf(error).split('\n');
  return lines.find((line) => line.trim() !== '')?.trim() ?? 'no reason was given';
};
