/**
 * `npm run prove:gate [-- PAIRS] [-- --pool FOLDER] [--minutes 75]`: how often the gate cries wolf where a subject is compared
 * with itself, and how often it sees a difference that was planted. PAIRS rounds (40 if it is not said) of a subject with
 * itself are measured by `holdfast ab` into FOLDER. Rounds that are there already count, so that it goes on where it was
 * interrupted; after each decision it prints what it has, and when the time is over, or at Ctrl-C, it ends with that. `--from
 * FOLDER...` measures nothing.
 *
 * A decision takes 80 runs, so hundreds that share no run take two days. Rounds are therefore used more than once, in three
 * ways, each named as what it is: decisions on rounds as they were measured, which share nothing; the same blocks of rounds,
 * dealt out to the sides anew, with bounds that go by the number of blocks (blocks.ts); and a simulation that draws rounds
 * from those that were measured, whose bounds are those of the simulation alone. Differences are planted in the figures of
 * measured rounds, dealt anew as well. Exits 1 where a false alarm rate is shown to be above 1 %.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { decideAb, type Ab } from '../harness/gate/decide-ab.ts';
import { FALSE_ALARMS } from '../harness/gate/against/three-way.ts';
import { POLICIES } from '../harness/gate/policy.ts';
import { Random } from '../harness/model/random.ts';
import type { Results, Verdict } from '../harness/model/results.ts';
import { blockRate } from './gate-proof/blocks.ts';
import { blocksOf, comparisonOf, dealtOut, simulated, type Pair } from './gate-proof/deal.ts';
import { isDoubtful, trusted } from './gate-proof/lift.ts';
import { planted, PLANTED } from './gate-proof/plant.ts';
import { fillPool, isLoad, pairsIn } from './gate-proof/pool.ts';
import { rateOf } from './planted/interval.ts';

/** Of `holdfast ab`, and of `holdfast ab --quick`. */
const ROUNDS = [40, 12] as const;
const WANTED_DECISIONS = 300;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string', multiple: true },
    pool: { type: 'string' },
    workload: { type: 'string', default: 'register' },
    minutes: { type: 'string', default: '90' },
    decisions: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
  },
});
const asked = Number(positionals[0] ?? 40);
const decisions = Number(values.decisions);
const minutes = Number(values.minutes);
const { workload } = values;
if (
  ![asked, decisions].every((each) => Number.isInteger(each) && each >= 1) ||
  !(minutes > 0) ||
  !isLoad(workload)
) {
  console.error(
    'prove:gate takes a whole number of pairs, --decisions a whole number, --minutes a number, and --workload register, restart or growth',
  );
  process.exit(64);
}

const random = new Random(Number(values.seed));
let tooMany = false;

const folders = values.from ?? [await measure()];
/** Rounds of the same may be in several folders. */
const alike = Map.groupBy(await pairsIn(folders), ([{ run }]) => run.command.replaceAll(/ --seed \S+/g, ''));
for (const [command, pairs] of alike) {
  const doubtful = pairs.flat().filter(isDoubtful).length;
  console.log(
    `\n${command}: ${pairs.length} rounds that were measured, of a subject with itself; ${doubtful} of ${2 * pairs.length} runs are doubtful, of which a decision takes a few`,
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

/** Measures until it is enough, and gives back where the rounds are. */
async function measure(): Promise<string> {
  const folder = values.pool ?? (await mkdtemp(join(tmpdir(), 'holdfast-prove-gate-')));
  console.log(
    `The rounds are in ${folder}; --pool ${folder} goes on with them, --from ${folder} takes them as they are.`,
  );
  const stop = new AbortController();
  // The call that is under way ends by itself: it is of the same terminal.
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const untilMs = performance.now() + minutes * 60_000;
  await fillPool({
    folder,
    load: workload as 'register',
    pairs: asked,
    untilMs,
    signal: stop.signal,
    onRounds: sofar,
  });
  return folder;
}

/** What the rounds come to by now, in a line. */
function sofar(pairs: readonly Pair[]): void {
  const verdicts = blocksOf(pairs, ROUNDS[0]).map((block) => verdictOf(comparisonOf(...sidesOf(block))));
  const { high } = rateOf(
    verdicts.filter((verdict) => verdict === 'fail').length,
    Math.max(1, verdicts.length),
  );
  const count = (wanted: Verdict) => verdicts.filter((verdict) => verdict === wanted).length;
  console.log(
    `${pairs.length} of ${asked} rounds; ${verdicts.length} decisions as measured: ${count('fail')} fail, ${count('unknown')} unknown, ${count('pass')} pass (false alarms: at most ${percent(high)})`,
  );
}

function sidesOf(block: readonly Pair[]): [Results[], Results[]] {
  return [block.map(([baseline]) => baseline), block.map(([, candidate]) => candidate)];
}

function prove(pairs: readonly Pair[], rounds: number): void {
  const table = new Table({
    head: [`${rounds} rounds a side`, 'decisions', 'fail', 'unknown', 'pass', 'fail, 95 % bounds', 'of'],
    style: { head: [], border: [] },
  });
  const independent = (name: string, verdicts: readonly Verdict[], of: string) => {
    const rate = rateOf(verdicts.filter((verdict) => verdict === 'fail').length, verdicts.length);
    table.push([name, ...cells(verdicts), bounds(rate), of]);
    return rate;
  };
  const inBlocks = (name: string, perBlock: readonly (readonly Verdict[])[]) => {
    const shares = perBlock.map((own) => own.filter((verdict) => verdict === 'fail').length / own.length);
    const rate = blockRate(shares, random);
    table.push([name, ...cells(perBlock.flat()), bounds(rate), `${rate.blocks} blocks`]);
    return rate;
  };
  const blocks = blocksOf(pairs, rounds);
  const times = Math.ceil(decisions / Math.max(1, blocks.length));
  const falseAlarms = [
    ...(blocks.length === 0
      ? []
      : [
          independent(
            'itself, as measured',
            blocks.map((block) => verdictOf(comparisonOf(...sidesOf(block)))),
            `${blocks.length} decisions`,
          ),
          inBlocks(
            'itself, the same blocks dealt anew',
            blocks.map((block) => repeat(times, () => verdictOf(dealtOut(block, random)))),
          ),
        ]),
    independent(
      'itself, simulated from measured rounds',
      repeat(decisions, () => verdictOf(simulated(pairs, rounds, random))),
      'the simulation alone',
    ),
  ];
  // Of what shares its runs a high rate may be one odd run.
  if (falseAlarms.some(({ low }) => low > FALSE_ALARMS)) tooMany = true;
  for (const difference of PLANTED) {
    const plant = (ab: Ab): Verdict[] => {
      const changed = ab.candidate.map((results) => planted(results, difference, random));
      return changed.includes(undefined)
        ? []
        : [verdictOf({ ...ab, candidate: changed.filter((each) => each !== undefined) })];
    };
    const perBlock = blocks.map((block) => repeat(times, () => plant(dealtOut(block, random))).flat());
    if (perBlock.length > 0 && perBlock.every((own) => own.length > 0))
      inBlocks(`planted: ${difference.name}`, perBlock);
    const drawn = repeat(decisions, () => plant(simulated(pairs, rounds, random))).flat();
    if (drawn.length > 0)
      independent(`planted, simulated: ${difference.name}`, drawn, 'the simulation alone');
    else
      table.push([
        `planted: ${difference.name}`,
        0,
        '',
        '',
        '',
        'these rounds have nothing to plant it in',
        '',
      ]);
  }
  console.log(table.toString());
}

function cells(verdicts: readonly Verdict[]): number[] {
  const count = (wanted: Verdict) => verdicts.filter((verdict) => verdict === wanted).length;
  return [verdicts.length, count('fail'), count('unknown'), count('pass')];
}

function bounds({ low, high }: { low: number; high: number }): string {
  return `${percent(low)} to ${percent(high)}`;
}

function repeat<Result>(times: number, of: () => Result): Result[] {
  return Array.from({ length: times }, of);
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
