import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { messageOf, unavailable } from '../errors.ts';
import type { AbPlan, Side } from '../model/ab.ts';
import { Random } from '../model/random.ts';
import { seedNumber, VERSION } from '../plan/make.ts';
import type { OpenPlatform } from '../platform/open.ts';
import { AB_FILE } from './ab-folder.ts';
import { carryOut, type Wanted } from './carry-out.ts';
import { makeRunFolder } from './folder.ts';
import type { Display } from './progress.ts';

/** One of two subjects, as it is run in each of its rounds. */
export interface AbSide {
  /** As it was asked for. */
  name: string;
  openPlatform: OpenPlatform;
  /** The same for either side by the same seed, but for what is compared. */
  of: (seed: string) => Wanted;
}

export interface AbRequest {
  sides: Record<Side, AbSide>;
  rounds: number;
  command: string;
  seed: string;
  reports: string;
  now: Date;
}

/** One run of the comparison, in the order of which they are. */
export interface Turn {
  round: number;
  side: Side;
  /** Of its folder. */
  run: string;
  seed: string;
}

/**
 * Baseline and candidate in turn, A B B A A B B A: what changes steadily falls on both alike. The seed says who is first. In
 * each round both have the same seed, so that clients ask the same of either.
 */
export function turnsOf(rounds: number, seed: string): Turn[] {
  const first: readonly Side[] =
    new Random(seedNumber(seed)).next() < 0.5 ? ['baseline', 'candidate'] : ['candidate', 'baseline'];
  const digits = String(rounds).length;
  return Array.from({ length: rounds }, (_, at) => {
    const order = at % 2 === 0 ? first : first.toReversed();
    const round = at + 1;
    return order.map((side) => ({
      round,
      side,
      run: `${String(round).padStart(digits, '0')}-${side}`,
      seed: `${seed}-${round}`,
    }));
  }).flat();
}

/** A comparison that is begun: its folder is there, and none of its rounds. */
export interface BegunAb {
  folder: string;
  turns: readonly Turn[];
  /** One round of one side, in a folder of its own below. Rejects as `carryOut` does. */
  take: (turn: Turn, means: { signal: AbortSignal; display: Display }) => Promise<void>;
}

/** Makes the folder of an A/B comparison, with what is to be in it: whatever ends it, what was measured can be judged. */
export async function beginAb({ sides, rounds, command, seed, reports, now }: AbRequest): Promise<BegunAb> {
  const turns = turnsOf(rounds, seed);
  const runsOf = (side: Side) => turns.filter((turn) => turn.side === side).map(({ run }) => run);
  const planned: AbPlan = {
    ab: 1,
    name: `${now.toISOString().slice(0, 19).replaceAll(':', '-')}-ab`,
    command,
    seed,
    startedAt: now.toISOString(),
    holdfast: VERSION,
    baseline: { name: sides.baseline.name, runs: runsOf('baseline') },
    candidate: { name: sides.candidate.name, runs: runsOf('candidate') },
  };
  const { folder, plan } = await makeRunFolder(resolve(reports), planned);
  await writePlan(join(folder, AB_FILE), plan);
  return {
    folder,
    turns,
    take: async ({ side, run, seed: ofRound }, means) => {
      const { of, openPlatform } = sides[side];
      await carryOut({ ...of(ofRound), reports: folder, name: run }, { ...means, openPlatform });
    },
  };
}

async function writePlan(file: string, plan: AbPlan): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(plan, undefined, 2)}\n`);
  } catch (error) {
    throw unavailable(`${file} could not be written: ${messageOf(error)}`, { cause: error });
  }
}
