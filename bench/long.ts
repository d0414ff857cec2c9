/**
 * `node bench/long.ts [operations]`: a run of 500 operations a second, recorded as the register workload does on a store
 * that keeps everything, is judged and reported in a process of its own. Printed are operations a second from files to
 * report beside JSON.parse alone on the same lines, the most memory that the process took, and the size of its page.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, execPath, resourceUsage } from 'node:process';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { encode } from '../harness/history/encode.ts';
import { eachLine } from '../harness/history/lines.ts';
import type { Experiment } from '../harness/model/plan.ts';
import { Random } from '../harness/model/random.ts';
import { makePlan } from '../harness/plan/make.ts';
import { proofExperiments } from '../harness/plan/prove.ts';
import { judgeRun } from '../harness/run/execute.ts';
import { FILES, readPlan, writePlan } from '../harness/run/folder.ts';
import { RegisterClient } from './register-client.ts';

const RATE = 500;
const CLIENTS = 20;
const CHUNK_BYTES = 1 << 20;

function experimentOf(operations: number): Experiment {
  const any = proofExperiments(['redis'], 1).find(({ load }) => load.workload === 'register');
  if (any === undefined) throw new Error('the proof has no experiment with the register workload');
  const load = { ...any.load, clients: CLIENTS, rate: RATE, durationMs: (operations / RATE) * 1000 };
  return { ...any, id: 'redis/register', title: 'register for long', load, faults: [] };
}

async function generate(folder: string, operations: number): Promise<void> {
  const experiment = experimentOf(operations);
  const plan = makePlan({
    kind: 'run',
    command: 'npm run bench -- long',
    seed: 'long',
    platform: 'process',
    now: new Date(0),
    experiments: [experiment],
    claims: [],
    tools: new Map(),
    missing: new Map(),
  });
  await mkdir(folder, { recursive: true });
  await writePlan(folder, plan);
  const out = createWriteStream(join(folder, FILES.history), { highWaterMark: CHUNK_BYTES });
  const { id, subject } = experiment;
  let text = encode({ history: 1, run: plan.name, seed: plan.seed, recorder: 'bench' });
  text += encode({
    experiment: id,
    epochMs: 0,
    store: subject.store,
    workload: 'register',
    ttlMs: subject.ttlMs,
    renewedBy: 'save',
    instances: subject.instances,
    clients: CLIENTS,
  });
  const random = new Random(1);
  const periodMs = (1000 * CLIENTS) / RATE;
  const clients = Array.from(
    { length: CLIENTS },
    (_, index) =>
      new RegisterClient(index, { periodMs, clients: CLIENTS, instances: subject.instances, random }),
  );
  for (let at = 0; at < operations; at++) {
    text += encode((clients[at % CLIENTS] as RegisterClient).next());
    if (text.length < CHUNK_BYTES) continue;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  for (const client of clients) text += encode({ done: client.id, at: client.nowMs });
  const atMs = Math.max(...clients.map(({ nowMs }) => nowMs));
  out.end(`${text}${encode({ end: id, at: atMs, operations })}`);
  await once(out, 'finish');
}

async function judge(folder: string, operations: number): Promise<void> {
  const began = performance.now();
  const results = await judgeRun(await readPlan(folder), folder);
  const perSecond = operations / ((performance.now() - began) / 1000);
  const { maxRSS } = resourceUsage();
  if (results.verdict !== 'pass') throw new Error(`the history of the bench came out as ${results.verdict}`);
  const page = await stat(join(folder, 'report.html'));
  const parsing = performance.now();
  const history = createReadStream(join(folder, FILES.history), { highWaterMark: CHUNK_BYTES });
  await eachLine(history, (bytes, from, to) => void JSON.parse(bytes.toString('utf8', from, to)));
  const alone = operations / ((performance.now() - parsing) / 1000);
  console.log(`${counted(operations)} operations, ${(operations / RATE / 3600).toFixed(1)} h of run`);
  console.log(
    `from files to report  ${counted(perSecond)} operations/s  (ratio ${(perSecond / alone).toFixed(2)})`,
  );
  console.log(`JSON.parse alone      ${counted(alone)} operations/s`);
  console.log(`most memory           ${Math.round((maxRSS * 1024) / 1e6)} MB`);
  console.log(`page                  ${(page.size / 1e6).toFixed(2)} MB`);
}

const counted = (count: number) => Math.round(count).toLocaleString('en-US');

const [first = '14400000', folder] = argv.slice(2);
const operations = Number(first);
if (folder === undefined) {
  const made = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
  try {
    await generate(made, operations);
    const script = fileURLToPath(import.meta.url);
    await execa(execPath, [script, first, made], { stdout: 'inherit', stderr: 'inherit' });
  } finally {
    await rm(made, { recursive: true, force: true });
  }
} else await judge(folder, operations);
