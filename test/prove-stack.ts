/**
 * `npm run prove:stack [-- --runs 20] [--instances 2,3] [--stores redis,mongo] [--minutes 30] [--batch 2] [--results FOLDER]`:
 * runs without a fault on the containers of every store of the live stack; whatever a checker finds in one is a false alarm,
 * or a defect of the stack or the store that is to be known. What was run is kept in the folder (reports/prove-stack), and the
 * next call goes on from there; a run that came to no verdict is kept too, and done again. The stack is up while it lasts; where
 * it was not, it is taken down again. Several calls work side by side, by a COMPOSE_PROJECT_NAME and stores of their own. Needs
 * Docker. Exits 1 where something was found, 2 where runs are missing or failed otherwise, 64 where it is asked wrongly.
 */
import { parseArgs } from 'node:util';
import getPort from 'get-port';
import { EXIT, HoldfastError } from '../harness/errors.ts';
import { compose, docker } from '../harness/platform/compose/command.ts';
import { Project } from '../harness/platform/compose/project.ts';
import { messageOf } from '../protocol/message-of.ts';
import { MOST_STACK_INSTANCES } from '../protocol/stack.ts';
import { BALANCER_PORTS } from '../protocol/stores.ts';
import { runBatch } from './stack-proof/batch.ts';
import { isJudged, openKept, type Kept } from './stack-proof/kept.ts';
import { tableOf } from './stack-proof/table.ts';

const ALL = Object.keys(BALANCER_PORTS);

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    instances: { type: 'string', default: '2,3' },
    stores: { type: 'string', default: ALL.join(',') },
    minutes: { type: 'string' },
    /** So many runs of one kind before the others have their turn, so that a proof that is cut short has some of each. */
    batch: { type: 'string', default: '2' },
    results: { type: 'string', default: 'reports/prove-stack' },
  },
});
const runs = Number(values.runs);
const counts = values.instances.split(',').map(Number);
const stores = values.stores.split(',');
const batch = Number(values.batch);
const minutes = values.minutes === undefined ? Infinity : Number(values.minutes);
const isCount = (count: number) => Number.isInteger(count) && count >= 1 && count <= MOST_STACK_INSTANCES;
if (
  !(runs >= 1) ||
  !counts.every(isCount) ||
  !stores.every((store) => ALL.includes(store)) ||
  !(minutes > 0) ||
  !(batch >= 1)
) {
  console.error(
    `prove:stack takes --runs from 1, --instances of 1 to ${MOST_STACK_INSTANCES}, --stores of ${ALL.join(',')}, --minutes, --batch`,
  );
  process.exit(EXIT.usage);
}

/** What is run: each store with each number of instances. */
const kinds = counts.flatMap((instances) => stores.map((store) => ({ store, instances })));
const interruption = new AbortController();
for (const event of ['SIGINT', 'SIGTERM'] as const) process.once(event, () => interruption.abort());
const until = performance.now() + minutes * 60_000;
const kept = await openKept(values.results);
try {
  await prove(interruption.signal);
} catch (error) {
  if (!interruption.signal.aborted && !(error instanceof HoldfastError)) throw error;
  console.error(messageOf(error));
}
console.log(tableOf(kinds, kept.runs, runs));
process.exitCode = interruption.signal.aborted ? EXIT.interrupted : exitOf(kept);

async function prove(signal: AbortSignal): Promise<void> {
  const project = await Project.open(signal);
  const wasUp = (await project.containers()).size > 0;
  try {
    // Runs leave a stack that is up as they found it, and so need not start these again.
    if (!wasUp) await takeFreePorts();
    if (!wasUp) await docker(compose(['up', '--detach', '--build', 'wires', 'exporter']), signal);
    for (let wanted = batch; wanted < runs + batch; wanted += batch) {
      for (const kind of kinds) {
        const missing = Math.min(wanted, runs) - kept.of(kind).filter(isJudged).length;
        if (missing <= 0) continue;
        if (performance.now() > until) return;
        const first = kept.of(kind).length + 1;
        await runBatch({ ...kind, first, count: missing, folder: values.results, kept, signal });
      }
    }
  } finally {
    const limit = AbortSignal.timeout(120_000);
    if (!wasUp) await docker(compose(['down', '--volumes', '--remove-orphans', '--timeout', '2']), limit);
  }
}

/** Those of a stack that is up, or of another proof, may be taken; the runs find what is up then where it is. */
async function takeFreePorts(): Promise<void> {
  for (const name of ['HOLDFAST_WIRES_PORT', 'HOLDFAST_EXPORTER_PORT'])
    process.env[name] ??= String(await getPort({ host: '127.0.0.1' }));
}

function exitOf({ of }: Kept): number {
  const all = kinds.map(of);
  if (all.flat().some(({ anomalies }) => Object.keys(anomalies).length > 0)) return EXIT.fail;
  // What a busy machine has kept from a verdict has been done again.
  const isWhole = all.every((each) => {
    const judged = each.filter(isJudged);
    return judged.length >= runs && judged.every(({ verdict }) => verdict === 'pass');
  });
  return isWhole ? EXIT.pass : EXIT.unknown;
}
