import { delimiter } from 'node:path';
import { z } from 'zod';
import { cacheHome } from './cache-home.ts';
import { usageError } from '../errors.ts';
import { CATALOGUE, type ToolName } from './catalogue.ts';
import type { ProgramEntry } from '../../servers/lib/program.ts';
import { thisMachine, type Machine } from './machine.ts';

export interface SearchOptions {
  signal: AbortSignal;
  /** Takes one line of progress. */
  report: (line: string) => void;
  cacheDir?: string;
  env?: NodeJS.ProcessEnv;
}

/** What the sources need to look for one tool: the settings, parsed, and where to say how it goes. */
export interface Search {
  name: ToolName;
  entry: ProgramEntry;
  /** The path that the user gave. */
  given: string | undefined;
  /** The folders of PATH. */
  path: string[];
  cacheDir: string;
  /** Base addresses of releases, by the setting that names them. */
  mirrors: ReadonlyMap<string, string>;
  /** SHA-256 of archives that the user has checked, by the setting that gives them. */
  checksums: ReadonlyMap<string, string>;
  machine: Machine;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  report: (line: string) => void;
  /** How long a server may take to answer, and then to send the next piece. */
  limits: { answerMs: number; pieceMs: number };
}

const Mirror = z.url({ protocol: /^https?$/ }).transform((address) => address.replace(/\/+$/, ''));

/** Reads all settings of a search from the environment, so that nothing behind it has to. */
export function beginSearch(name: ToolName, options: SearchOptions): Search {
  const { signal, report, env = process.env } = options;
  const entry: ProgramEntry = CATALOGUE[name];
  return {
    name,
    entry,
    given: env[entry.variable] || undefined,
    path: (env['PATH'] ?? '').split(delimiter).filter(Boolean),
    cacheDir: options.cacheDir ?? cacheHome(env),
    mirrors: mirrorsIn(env, entry),
    checksums: checksumsIn(env, entry),
    machine: thisMachine(),
    env,
    signal,
    report: (line) => report(`${name}: ${line}`),
    limits: { answerMs: 5_000, pieceMs: 10_000 },
  };
}

function mirrorsIn(env: NodeJS.ProcessEnv, { sources }: ProgramEntry): Map<string, string> {
  const mirrors = new Map<string, string>();
  for (const source of sources) {
    if (source.kind !== 'release') continue;
    const address = env[source.baseVariable] || source.base;
    const parsed = Mirror.safeParse(address);
    if (!parsed.success) {
      throw usageError(`${source.baseVariable} is not an http address: "${address}"`, {
        next: `set it to a mirror of ${source.base}, or unset it`,
      });
    }
    mirrors.set(source.baseVariable, parsed.data);
  }
  return mirrors;
}

function checksumsIn(env: NodeJS.ProcessEnv, { sources }: ProgramEntry): Map<string, string> {
  const checksums = new Map<string, string>();
  for (const source of sources) {
    if (source.kind !== 'release') continue;
    const given = env[source.sha256Variable];
    if (given === undefined || given === '') continue;
    if (!/^[0-9a-f]{64}$/i.test(given))
      throw usageError(`${source.sha256Variable} is no SHA-256: "${given}"`, {
        next: 'give 64 hexadecimal digits',
      });
    checksums.set(source.sha256Variable, given.toLowerCase());
  }
  return checksums;
}
