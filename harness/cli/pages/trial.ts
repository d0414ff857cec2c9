import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { OperationLine } from '../../../protocol/history.ts';
import type { Trial } from '../../../protocol/trial.ts';
import { usageError, type HoldfastError } from '../../errors.ts';
import { startGenerator } from '../../generator/k6.ts';
import type { Script } from '../../model/script.ts';
import { draft } from '../../plan/draft.ts';
import { parseDuration } from '../../plan/parse-duration.ts';
import { ageOf } from '../../platform/target/age.ts';
import type { Reaper } from '../../process/reaper.ts';
import { provision } from '../../provision/provision.ts';
import { say } from '../output.ts';
import { checkersBy, trialProblem } from './trial-problem.ts';

interface Where {
  targets: readonly string[];
  /** The app is up already, wherever that may be. */
  isForeign: boolean;
  /** What k6 is told besides. */
  environment?: Readonly<Record<string, string>>;
  reaper: Reaper;
  signal: AbortSignal;
}

export interface Tried {
  script: Script;
  ttlMs: number | null;
  /** Why a browser would not keep a cookie, with its header. */
  refused: string | undefined;
}

const LONGEST_MS = 30_000;
const PER_SECOND = 20;

/**
 * Has one client make two visits by a script, as many will under load. Rejects with one message where k6 cannot read the
 * script, where it does what it must not, and where what it records would make nothing certain.
 */
export async function tryScript(given: Omit<Script, 'checkers'>, where: Where): Promise<Tried> {
  const { targets, isForeign, environment = {}, reaper, signal } = where;
  const k6 = await provision('k6', { signal, report: say });
  const script: Script = { ...given, checkers: [] };
  const load = { workload: 'script', clients: 1, rate: PER_SECOND, durationMs: LONGEST_MS } as const;
  const subject = { store: 'your-app', script, ...(isForeign && { targets: [...targets] }) };
  const logFolder = join(tmpdir(), `holdfast-trial-${randomUUID()}`);
  reaper.makeFolder(logFolder);
  await mkdir(logFolder, { recursive: true });
  const lines: string[] = [];
  await using generator = startGenerator({
    k6,
    experiment: { id: 'trial', seed: 0, ...draft({ title: '', subject, load }) },
    targets,
    faultsOver: '',
    environment: { ...environment, TRIAL: 'true' },
    logFolder,
    reaper,
    onLine: (line) => lines.push(line),
  });
  const onAbort = () => void generator[Symbol.asyncDispose]();
  signal.addEventListener('abort', onAbort, { once: true });
  const problem = await generator.finished;
  signal.removeEventListener('abort', onAbort);
  signal.throwIfAborted();
  const name = basename(given.file);
  const trial = lines.map(trialIn).find((each) => each !== undefined);
  if (trial === undefined) throw unreadable(name, problem ?? 'it never came to its end');
  if (trial.problem !== undefined)
    throw wrong(name, trial.problem, 'docs/YOUR-PAGES.md#a-script, which shows a whole one');
  const ops = lines
    .filter((line) => line.startsWith('{"op"'))
    .map((line) => JSON.parse(line) as OperationLine);
  const told = trialProblem(ops, trial.counts ?? []);
  if (told !== undefined) throw wrong(name, ...told);
  return {
    script: { ...script, checkers: checkersBy(ops) },
    ttlMs: ttlOf(trial, name),
    refused: ops.map(({ refused }) => refused).find((why) => typeof why === 'string'),
  };
}

const trialIn = (line: string): Trial | undefined =>
  line.startsWith('{"trial"') ? (JSON.parse(line) as { trial: Trial }).trial : undefined;

function ttlOf({ ttl, ages = [] }: Trial, name: string): number | null {
  if (typeof ttl === 'string') return parseDuration(ttl);
  if (ttl !== undefined)
    throw wrong(name, `it exports ttl as ${JSON.stringify(ttl)}`, "a text: export const ttl = '30m'");
  return ageOf(new Map(ages.map(([cookie, ms]) => [cookie, ms ?? Infinity])), "export const ttl = '30m'");
}

const wrong = (name: string, why: string, next: string): HoldfastError =>
  usageError(why.startsWith(`${name}:`) ? why : `${name}: ${why}`, { next });

/** What k6 says of it, in its first line. */
function unreadable(name: string, problem: string): HoldfastError {
  const said = /it said: (.*)/.exec(problem)?.[1] ?? problem;
  const why = said.replace(/^(GoError|Error): /, '').replace(/^file:\/\/\S*\/(?=[^/\s]+: Line)/, '');
  const [, module] = /moduleSpecifier \\?"([^"\\]*)\\?"/.exec(why) ?? [];
  const next =
    module === 'holdfast/k6'
      ? "import type { Visitor } from 'holdfast/k6': the script is given all that it uses, and needs its types alone"
      : module === undefined
        ? 'docs/YOUR-PAGES.md#a-script, which shows a whole one'
        : 'k6 takes files by ./relative paths and its own k6/… modules, and no package of npm: bundle that into a file beside the script';
  return wrong(name, `k6 cannot run it: ${why}`, next);
}
