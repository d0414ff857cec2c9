/**
 * `npm run prove:gate [-- PAIRS] [-- --from FOLDER...]`: how often the gate cries wolf where a subject is compared with
 * itself, and how often it sees a difference that was planted. PAIRS rounds (24 if it is not said) of Redis with itself are
 * measured by `holdfast ab`, or taken from folders of former ones.
 *
 * Three kinds of figures, each named as what it is: decisions on rounds as they were measured; rounds that were measured and
 * dealt out to the sides anew, which share their runs; and a simulation that draws rounds from those that were measured.
 * Differences are planted in the figures of measured rounds, and are simulations too. Exits 1 where a false alarm rate is
 * shown to be above 1 %.
 */
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { execa } from 'execa';
import { fileURLToPath } from 'node:url';
import { decideAb, type Ab } from '../harness/gate/decide-ab.ts';
import { FALSE_ALARMS, MOST_ROUNDS } from '../harness/gate/against/three-way.ts';
import { POLICIES } from '../harness/gate/policy.ts';
import { Random } from '../harness/model/random.ts';
import type { Verdict } from '../harness/model/results.ts';
import { loadAb } from '../harness/run/ab-folder.ts';
import { dealtAnew, inBlocks, simulated, type Pair } from './gate-proof/deal.ts';
import { isDoubtful, trusted } from './gate-proof/lift.ts';
import { planted, PLANTED } from './gate-proof/plant.ts';
import { rateOf } from './planted/interval.ts';

/** Of `holdfast ab --quick`, and of `holdfast ab`. */
const ROUNDS = [8, 12] as const;
const WANTED_DECISIONS = 300;
/** Little enough for a machine that does something else besides: where the generator is late, latency is unknown. */
const LOAD = ['--duration', '4s', '--rate', '40', '--clients', '4', '--faults', 'app-restart@1.5s'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string', multiple: true },
    decisions: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
  },
});
const asked = Number(positionals[0] ?? 24);
const decisions = Number(values.decisions);
if (!Number.isInteger(asked) || asked < 8 || !Number.isInteger(decisions) || decisions < 1) {
  console.error('prove:gate takes a whole number of pairs, from 8, and --decisions a whole number');
  process.exit(64);
}

const folders = values.from ?? (await measure(asked));
const random = new Random(Number(values.seed));
let tooMany = false;

const loaded = await Promise.all(folders.map((folder) => loadAb(folder)));
/** Rounds of the same may be in several folders. */
const alike = Map.groupBy(loaded, ({ plan }) => plan.command.replaceAll(/ --(?:rounds|seed) \S+/g, ''));
for (const [command, several] of alike) {
  const pairs = several.flatMap(({ baseline, candidate }) =>
    baseline.flatMap((results, at): Pair[] => {
      const other = candidate[at];
      return other === undefined ? [] : [[results, other]];
    }),
  );
  const doubtful = pairs.flat().filter(isDoubtful).length;
  console.log(
    `\n${command}: ${pairs.length} rounds that were measured, of a subject with itself; ${doubtful} of ${2 * pairs.length} runs are doubtful, for which the gate says unknown`,
  );
  for (const rounds of ROUNDS) prove(pairs, rounds);
  if (doubtful > 0) {
    console.log('\nThe same runs as if none were doubtful, which is what the gate would not do:');
    const lifted = pairs.map(([one, other]) => [trusted(one), trusted(other)] as const);
    for (const rounds of ROUNDS) prove(lifted, rounds);
  }
  tell(pairs);
}
process.exitCode = tooMany ? 1 : 0;

function prove(pairs: readonly Pair[], rounds: number): void {
  const table = new Table({
    head: [`${rounds} rounds a side`, 'decisions', 'fail', 'unknown', 'pass', 'fail, 95 % bounds'],
    style: { head: [], border: [] },
  });
  const row = (name: string, verdicts: readonly Verdict[], isIndependent: boolean) => {
    const count = (wanted: Verdict) => verdicts.filter((verdict) => verdict === wanted).length;
    const { low, high } = rateOf(count('fail'), verdicts.length);
    const bounds = isIndependent ? `${percent(low)} to ${percent(high)}` : 'share runs: none';
    table.push([name, verdicts.length, count('fail'), count('unknown'), count('pass'), bounds]);
    return { low };
  };
  const draw = (deal: () => Ab) => Array.from({ length: decisions }, () => verdictOf(deal()));
  const measured = pairs.length < rounds ? [] : inBlocks(pairs, rounds).map(verdictOf);
  const falseAlarms = [
    ...(measured.length === 0
      ? []
      : [
          row('itself, as measured', measured, true),
          row(
            'itself, measured rounds dealt anew',
            draw(() => dealtAnew(pairs, rounds, random)),
            false,
          ),
        ]),
    row(
      'itself, simulated from measured rounds',
      draw(() => simulated(pairs, rounds, random)),
      true,
    ),
  ];
  // Of what shares its runs a high rate may be one odd run.
  if (falseAlarms.some(({ low }) => low > FALSE_ALARMS)) tooMany = true;
  for (const difference of PLANTED) {
    const verdicts = Array.from({ length: decisions }).flatMap(() => {
      const ab = simulated(pairs, rounds, random);
      const changed = ab.candidate.map((results) => planted(results, difference, random));
      if (changed.includes(undefined)) return [];
      return [verdictOf({ ...ab, candidate: changed.filter((each) => each !== undefined) })];
    });
    if (verdicts.length > 0) row(`planted, simulated: ${difference.name}`, verdicts, true);
  }
  console.log(table.toString());
}

function verdictOf(ab: Ab): Verdict {
  return decideAb(ab, POLICIES['as-promised'], 'as-promised').verdict;
}

/** What as many decisions as are wanted would take, if no two shared a run. */
function tell(pairs: readonly Pair[]): void {
  const starts = pairs.flat().map(({ run }) => Date.parse(run.startedAt));
  const eachMs = (Math.max(...starts) - Math.min(...starts)) / Math.max(1, starts.length - 1);
  for (const rounds of ROUNDS) {
    const minutes = Math.round((WANTED_DECISIONS * rounds * 2 * eachMs) / 60_000);
    console.log(
      `${WANTED_DECISIONS} decisions on ${rounds} rounds a side, each on runs of its own, would take ${minutes.toLocaleString('en-US')} minutes here (${(eachMs / 1000).toFixed(1)} s a run).`,
    );
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Rounds of Redis with itself, in folders of as many as one comparison may have. */
async function measure(pairs: number): Promise<string[]> {
  const reports = await mkdtemp(join(tmpdir(), 'holdfast-prove-gate-'));
  const launcher = fileURLToPath(new URL('../bin/holdfast.mjs', import.meta.url));
  for (let left = pairs; left > 0; left -= MOST_ROUNDS) {
    const rounds = ['--rounds', String(Math.min(left, MOST_ROUNDS))];
    await execa(
      process.execPath,
      [launcher, 'ab', 'redis', 'redis', ...rounds, ...LOAD, '--reports', reports],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
        // Its decision is one of those that are looked at.
        reject: false,
      },
    );
  }
  const made = await readdir(reports);
  console.log(`The rounds are in ${reports}; --from takes them again.`);
  return made.map((name) => join(reports, name));
}
