/**
 * `npm run prove:failover [-- --runs 10] [--minutes 30] [--subjects NAMES] [--results FOLDER]`: failovers by kill and by cut under load, one a
 * run, of each store that has them and each setting that decides what lives through them. Prints how many lost something that
 * was acknowledged, with the 95 % interval. What was run is kept in the folder (reports/prove-failover), and the next call goes
 * on from there; runs that came to no verdict are done again. Calls with different subjects (redis@sentinel+wait=1,...) may
 * work side by side in one folder. Exits 2 where runs are missing, 64 where it is asked wrongly.
 */
import { parseArgs } from 'node:util';
import { rm } from 'node:fs/promises';
import Table from 'cli-table3';
import { platformOpener } from '../harness/cli/platform.ts';
import { EXIT } from '../harness/errors.ts';
import type { Subject } from '../harness/model/plan.ts';
import { subjectId } from '../harness/model/subject-id.ts';
import { WITH_WAYS } from '../harness/model/topologies.ts';
import { draft } from '../harness/plan/draft.ts';
import { parseFaults } from '../harness/plan/parse.ts';
import { carryOut } from '../harness/run/carry-out.ts';
import { isJudged, openKept, type Kind } from './failover-proof/kept.ts';
import { display } from './plain-display.ts';
import { rateOf } from './planted/interval.ts';

type Laid = Pick<Subject, 'store' | 'topology' | 'settings'>;

const SUBJECTS: readonly Laid[] = [
  { store: 'redis', topology: 'sentinel' },
  { store: 'redis', topology: 'sentinel', settings: { 'min-replicas-to-write': '1' } },
  { store: 'redis', topology: 'sentinel', settings: { wait: '1' } },
  { store: 'mongo', topology: 'replica-set', settings: { w: '1' } },
  { store: 'mongo', topology: 'replica-set', settings: { w: 'majority' } },
  { store: 'postgres', topology: 'standby' },
  { store: 'postgres', topology: 'standby', settings: { synchronous_standby_names: 'any' } },
  { store: 'mysql', topology: 'replica' },
  { store: 'mysql', topology: 'replica', settings: { rpl_semi_sync: 'after_sync' } },
];
/** The longest takes 20 s, of a primary that hears of the new one late. */
const DURATION_MS = 30_000;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10' },
    minutes: { type: 'string' },
    subjects: { type: 'string' },
    results: { type: 'string', default: 'reports/prove-failover' },
  },
});
const wanted = Number(values.runs);
const minutes = values.minutes === undefined ? Infinity : Number(values.minutes);
const names = values.subjects?.split(',') ?? SUBJECTS.map(subjectId);
const unknown = names.filter((name) => !SUBJECTS.map(subjectId).includes(name));
if (!(wanted >= 1) || !(minutes > 0) || unknown.length > 0) {
  console.error(
    `prove:failover takes --runs from 1, --minutes, --results, --subjects of ${SUBJECTS.map(subjectId).join(', ')}`,
  );
  process.exit(EXIT.usage);
}
const interruption = new AbortController();
for (const event of ['SIGINT', 'SIGTERM'] as const) process.once(event, () => interruption.abort());
const { signal } = interruption;
const until = performance.now() + minutes * 60_000;
const kept = await openKept(values.results);
const kinds = SUBJECTS.filter((laid) => names.includes(subjectId(laid))).flatMap((laid) => {
  const manners = WITH_WAYS.includes(String(laid.topology)) ? ['kill', 'cut'] : ['kill'];
  return manners.map((manner) => ({ laid, manner, subject: subjectId(laid) }));
});
const isOver = () => signal.aborted || performance.now() > until;
const judged = (kind: Kind) => kept.of(kind).filter(isJudged);

// One of each kind before the next, so that a proof that is cut short has some of all.
for (let round = 1; round <= wanted; round++)
  for (const kind of kinds)
    // What comes to no verdict twice in a row may never do.
    for (let attempt = 0; attempt < 2 && !isOver() && judged(kind).length < round; attempt++)
      await runOne(kind, kept.of(kind).length + 1);

print();
const isWhole = kinds.every((kind) => judged(kind).length >= wanted);
process.exitCode = signal.aborted ? EXIT.interrupted : isWhole ? EXIT.pass : EXIT.unknown;

async function runOne({ laid, manner, subject }: (typeof kinds)[number], seed: number): Promise<void> {
  const { store, topology } = laid;
  const faults = parseFaults(`server-failover(${manner})@3s`, {
    store,
    topology,
    instances: 1,
    hasServer: true,
  });
  const made = draft({
    title: `${subject}, ${manner}`,
    // What is lost is then the store's, and not what the middleware had not saved yet.
    subject: { ...laid, saveMode: 'awaited' },
    load: { workload: 'register', clients: 20, rate: 100, durationMs: DURATION_MS },
    faults,
  });
  const { results, folder } = await carryOut(
    {
      kind: 'run',
      command: 'npm run prove:failover',
      seed: String(seed),
      platform: 'process',
      experiments: [{ id: `${subject}/${manner}-${seed}`, seed, ...made }],
      claims: [],
      reports: values.results,
    },
    {
      signal,
      display,
      openPlatform: platformOpener({ platform: 'process', reports: values.results }),
    },
  );
  for (const { verdict, problems, counts, faults: seen } of results.experiments) {
    const { writesAcknowledged: acknowledged, writesLost: lost } = counts;
    const tookEffect = seen.every((fault) => fault.tookEffect);
    await kept.add({
      subject,
      manner,
      seed,
      verdict,
      acknowledged,
      lost,
      tookEffect,
      problems: [...problems],
    });
    console.log(
      `${new Date().toISOString()} ${subject} ${manner}: ${verdict}, ${lost} of ${acknowledged} lost`,
    );
    if (verdict === 'pass') await rm(folder, { recursive: true });
  }
}

function print(): void {
  const head = ['subject', 'failover', 'lossy', '95 %', 'acknowledged writes lost', 'no verdict'];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const kind of kinds) {
    const runs = judged(kind);
    const sum = (of: 'lost' | 'acknowledged') => runs.reduce((total, run) => total + run[of], 0);
    const lossy = runs.filter(({ lost }) => lost > 0).length;
    const { low, high } = rateOf(lossy, runs.length);
    table.push([
      kind.subject,
      kind.manner,
      `${lossy} of ${runs.length}`,
      runs.length === 0 ? '' : `${Math.round(low * 100)} to ${Math.round(high * 100)} %`,
      `${sum('lost')} of ${sum('acknowledged')}`,
      kept.of(kind).length - runs.length,
    ]);
  }
  console.log(table.toString());
}
