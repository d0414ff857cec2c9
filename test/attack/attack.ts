import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../harness/errors.ts';
import { holdfast, onlyRun } from '../holdfast.ts';
import { dataLeft, tryKills, type KillScore } from './kills.ts';
import { tryMutants, type MutantScore } from './mutants.ts';
import { randomOf } from '../../protocol/random.ts';

/** On a machine that is busy enough, nothing may be known of a run of one second and a half. */
const UNSPOILED: ReadonlySet<number | undefined> = new Set([EXIT.pass, EXIT.unknown]);
const ATTEMPTS = 5;

export interface AttackOptions {
  kills: number;
  mutants: number;
  seed: number;
  /** For its runs; the caller's to remove. */
  folder: string;
  onLine: (line: string) => void;
}

export interface Attacked {
  kills: KillScore;
  mutants: MutantScore;
  /** What should not have been seen. */
  complaints: string[];
}

/** Kills runs at random moments and mutates the files of one that passed. The same seed gives the same attack. */
export async function attack({ kills, mutants, seed, folder, onLine }: AttackOptions): Promise<Attacked> {
  const reports = join(folder, 'killed');
  const killed = await tryKills(reports, kills, randomOf(seed), onLine);
  const complaints = [...killed.complaints];

  // The next run in the folder clears what is left where all that watches over a run was killed.
  const load = ['--clients', '6', '--rate', '90', '--duration', '1500ms', '--seed', String(seed)];
  const whole = ['run', '--store', 'redis', '--faults', 'app-restart@500ms', ...load];
  const next = await holdfast([...whole, '--reports', reports]);
  if (!UNSPOILED.has(next.code))
    complaints.push(
      `the run after all the kills: exit code ${next.code}: ${(next.stderr + next.stdout).slice(0, 1600)}`,
    );
  complaints.push(...(await dataLeft(reports)).map((left) => `data is left in ${left}`));

  const passed = await passedRun(folder, whole);
  onLine(`${mutants} mutants of the files of a run that passed`);
  const mutated = await tryMutants(passed, mutants, randomOf(seed + 1));
  return { kills: killed, mutants: mutated, complaints: [...complaints, ...mutated.complaints] };
}

/** The folder of a run that passed. */
async function passedRun(folder: string, args: readonly string[]): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const reports = join(folder, `passed-${attempt}`);
    await mkdir(reports, { recursive: true });
    const { code, stdout, stderr } = await holdfast([...args, '--reports', reports]);
    if (code === EXIT.pass) return onlyRun(reports);
    if (!UNSPOILED.has(code) || attempt === ATTEMPTS)
      throw new Error(`the run to be mutated did not pass (exit code ${code}):\n${stderr}${stdout}`);
  }
}

/** The counts, and what should not have been seen. */
export function attackText({ kills, mutants, complaints }: Attacked): string {
  const hits = Object.entries(kills.hits).map(([hit, count]) => `  ${String(count).padStart(4)}  ${hit}`);
  const outcomes = Object.entries(mutants.outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  return [
    `${kills.kills} kills, ${kills.late} of them after the run's end, ${kills.histories} histories left`,
    ...hits,
    `${mutants.tried} mutants, ${mutants.spoiled} of which could not have earned a pass: ${outcomes.join(', ')}`,
    `${complaints.length} complaints`,
    ...complaints.map((complaint) => `  ${complaint}`),
  ].join('\n');
}
