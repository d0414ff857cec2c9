/**
 * `node bench/split.ts [operations] [rounds]`: how much faster two workers judge a history than one, and what it costs to
 * have it from four recorders: judging the four, over judging one file of the same operations.
 */
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, resourceUsage } from 'node:process';
import { judgeHistory, type JudgedExperiment } from '../harness/checker/judge-history.ts';
import { encode } from '../harness/history/encode.ts';
import { Random } from '../harness/model/random.ts';
import { piecesOf } from '../harness/run/folder.ts';
import { judgedByTeam } from '../harness/run/judging/team.ts';
import { mergeFiles } from '../harness/run/merging/merge-files.ts';
import { mergeParts } from '../harness/run/merging/merged-parts.ts';
import type { Line } from '../protocol/history.ts';
import { RegisterClient } from './register-client.ts';
import { overRounds, type Ratio } from './rounds.ts';

const PARTS = 4;
const CLIENTS = 200;
const RATE = 5000;
const CHUNK_BYTES = 1 << 20;

/** Writes lines as they come, a chunk at a time. */
class Out {
  readonly #stream: WriteStream;
  #text = '';

  constructor(file: string) {
    this.#stream = createWriteStream(file, { highWaterMark: CHUNK_BYTES });
  }

  async put(line: Line): Promise<void> {
    this.#text += encode(line);
    if (this.#text.length < CHUNK_BYTES) return;
    if (!this.#stream.write(this.#text)) await once(this.#stream, 'drain');
    this.#text = '';
  }

  async close(): Promise<void> {
    this.#stream.end(this.#text);
    await once(this.#stream, 'finish');
  }
}

/** The same operations in one file, and in four whose recorders have clocks of their own. */
async function generate(whole: string, parts: readonly string[], operations: number): Promise<void> {
  const one = new Out(whole);
  const four = parts.map((file) => new Out(file));
  const random = new Random(1);
  const periodMs = (1000 * CLIENTS) / RATE;
  const clients = Array.from(
    { length: CLIENTS },
    (_, index) => new RegisterClient(index, { periodMs, clients: CLIENTS, instances: 2, random }),
  );
  const opening = { experiment: 'bench', workload: 'register', ttlMs: 600_000, clients: CLIENTS } as const;
  for (const [at, out] of [one, ...four].entries()) {
    await out.put({ history: 1, recorder: 'bench' });
    await out.put({ ...opening, epochMs: at * 1234.5 });
    if (out !== one) await out.put({ clock: 'bench', at: -20, offset: at * -1234.5, error: 0.2 });
  }
  for (let at = 0; at < operations; at++) {
    const line = (clients[at % CLIENTS] as RegisterClient).next();
    await one.put(line);
    await four[at % PARTS]?.put(line);
  }
  const atMs = Math.max(...clients.map(({ nowMs }) => nowMs));
  for (const [index, { id, nowMs }] of clients.entries())
    for (const out of [one, four[index % PARTS]]) await out?.put({ done: id, at: nowMs });
  for (const [at, out] of [one, ...four].entries()) {
    if (out !== one) await out.put({ clock: 'bench', at: atMs, offset: at * -1234.5 + 0.1, error: 0.2 });
    await out.put({ end: 'bench', at: atMs });
    await out.close();
  }
}

/** Seconds until the verdict is there. */
async function judge(file: string, workers: number): Promise<number> {
  const began = performance.now();
  const open = () => piecesOf(file);
  const { experiments, problems } = await judgedByTeam(file, {
    workers,
    judge: (others) => judgeHistory(open(), { again: open, ...(others && { others }) }),
  });
  assertSound(experiments, problems);
  return (performance.now() - began) / 1000;
}

function assertSound(experiments: readonly JudgedExperiment[], problems: readonly unknown[]): void {
  const lost = experiments[0]?.judgement.checkers.find(({ checker }) => checker === 'lost-write');
  if (problems.length > 0 || lost?.verdict !== 'pass')
    throw new Error('the history of the bench was not judged sound');
}

/** Seconds until the verdict on the parts is there, merged while they are read. */
async function judgeParts(files: readonly string[]): Promise<number> {
  const began = performance.now();
  await using parts = await mergeParts(files, { sameClock: false });
  const { experiments, problems } = await judgeHistory(parts.open(), { again: () => parts.open() });
  assertSound(experiments, problems);
  return (performance.now() - began) / 1000;
}

async function merge(parts: readonly string[], out: string): Promise<number> {
  await rm(out, { force: true });
  const began = performance.now();
  await mergeFiles(parts, out, { sameClock: false });
  return (performance.now() - began) / 1000;
}

const [operations = 1_000_000, rounds = 5] = argv.slice(2).map(Number);
const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
try {
  const whole = join(folder, 'whole.ndjson');
  const parts = Array.from({ length: PARTS }, (_, at) => join(folder, `${at}.ndjson`));
  const merged = join(folder, 'merged.ndjson');
  await generate(whole, parts, operations);
  const seconds = { alone: 0, both: 0, merge: 0, parts: 0 };
  const asked: Ratio[] = [
    await overRounds({ name: 'two workers over one', rounds, wanted: 1.7 }, async () => {
      seconds.both = await judge(whole, 2);
      seconds.alone = await judge(whole, 1);
      return seconds.alone / seconds.both;
    }),
    await overRounds(
      { name: 'judging four that are merged meanwhile over judging one file', rounds, wanted: 0.75 },
      async () => {
        seconds.parts = await judgeParts(parts);
        seconds.alone = await judge(whole, 1);
        return seconds.alone / seconds.parts;
      },
    ),
  ];
  seconds.merge = await merge(parts, merged);
  const perSecond = (took: number) => `${Math.round(operations / took).toLocaleString('en-US')} operations/s`;
  for (const { name, ratio, low, high, wanted = 0 } of asked)
    console.log(
      `${name}: ${ratio.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)}; wanted ${wanted}: ${ratio >= wanted ? 'met' : 'NOT met'})`,
    );
  console.log(`judged by one worker ${perSecond(seconds.alone)}, by two ${perSecond(seconds.both)}`);
  console.log(
    `four judged ${perSecond(seconds.parts)}, merged into a file ${perSecond(seconds.merge)}; most memory ${Math.round(resourceUsage().maxRSS / 1024)} MB`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
