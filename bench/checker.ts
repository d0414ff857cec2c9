/**
 * `node bench/checker.ts [operations] [rounds]`: operations a second from file to verdict on one core, beside reading
 * alone and JSON.parse alone on the same file in the same run, and the most memory that the process took.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, resourceUsage } from 'node:process';
import { fileURLToPath } from 'node:url';
import { median } from 'simple-statistics';
import { judgeHistory } from '../harness/checker/judge-history.ts';
import { Random } from '../harness/model/random.ts';
import { encode } from '../harness/history/encode.ts';
import { eachLine } from '../harness/history/lines.ts';
import { readHistory } from '../harness/history/read.ts';
import type { Line, OperationLine } from '../protocol/history.ts';

const CLIENTS = 200;
const SESSION_OPERATIONS = 24;
const KEYS = ['a', 'b', 'c', 'd'] as const;
const CHUNK_BYTES = 1 << 20;

export interface CheckerFigures {
  operations: number;
  bytes: number;
  /** Operations a second, medians over the rounds. */
  fileToVerdict: number;
  readingAlone: number;
  jsonParseAlone: number;
  /** Medians of the rounds' ratios. */
  overReading: number;
  overJsonParse: number;
  maxRssBytes: number;
}

export async function benchChecker(operations = 1_000_000, rounds = 5): Promise<CheckerFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
  try {
    const file = join(folder, 'history.ndjson');
    await generate(file, operations);
    const halves = {
      verdict: () => toVerdict(file),
      reading: () => reading(file),
      json: () => jsonParse(file),
    };
    const seen: Record<keyof typeof halves, number>[] = [];
    for (let round = 0; round < rounds; round++) {
      const rates = { verdict: 0, reading: 0, json: 0 };
      const order = Object.keys(halves) as (keyof typeof halves)[];
      for (const half of round % 2 === 0 ? order : order.toReversed()) {
        const began = performance.now();
        await halves[half]();
        rates[half] = operations / ((performance.now() - began) / 1000);
      }
      seen.push(rates);
    }
    return {
      operations,
      bytes: (await stat(file)).size,
      fileToVerdict: median(seen.map(({ verdict }) => verdict)),
      readingAlone: median(seen.map(({ reading }) => reading)),
      jsonParseAlone: median(seen.map(({ json }) => json)),
      overReading: median(seen.map(({ verdict, reading }) => verdict / reading)),
      overJsonParse: median(seen.map(({ verdict, json }) => verdict / json)),
      maxRssBytes: resourceUsage().maxRSS * 1024,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const open = (file: string) => createReadStream(file, { highWaterMark: CHUNK_BYTES });

async function toVerdict(file: string): Promise<void> {
  const { experiments, problems } = await judgeHistory(open(file), { again: () => open(file) });
  const judgement = experiments[0]?.judgement;
  const lost = judgement?.checkers.find(({ checker }) => checker === 'lost-write');
  if (problems.length > 0 || lost?.verdict !== 'pass')
    throw new Error('the history of the bench was not judged sound');
}

async function reading(file: string): Promise<void> {
  await readHistory(open(file), { operation: () => undefined });
}

async function jsonParse(file: string): Promise<void> {
  await eachLine(open(file), (bytes, from, to) => void JSON.parse(bytes.toString('utf8', from, to)));
}

/** As the register workload records it: clients with sessions of their own, that write and read back. */
async function generate(file: string, operations: number): Promise<void> {
  const out = createWriteStream(file, { highWaterMark: CHUNK_BYTES });
  const put = async (text: string) => {
    if (!out.write(text)) await once(out, 'drain');
  };
  const lines: Line[] = [
    { history: 1, run: 'bench', seed: '1', recorder: 'bench' },
    {
      experiment: 'bench/register',
      epochMs: 0,
      store: 'redis',
      workload: 'register',
      ttlMs: 600_000,
      instances: 2,
    },
  ];
  await put(lines.map(encode).join(''));
  const random = new Random(1);
  const clients = Array.from({ length: CLIENTS }, (_, index) => new Client(index + 1, random));
  let text = '';
  for (let i = 0; i < operations; i++) {
    const last = i >= operations - CLIENTS;
    text += encode((clients[i % CLIENTS] as Client).next(last));
    if (text.length < CHUNK_BYTES) continue;
    await put(text);
    text = '';
  }
  await put(`${text}${encode({ end: 'bench/register', at: clients[0]?.clock ?? 0, operations })}`);
  out.end();
  await once(out, 'finish');
}

class Client {
  clock: number;
  readonly #index: number;
  readonly #random: Random;
  readonly #held = new Map<string, number>();
  #sessions = 0;
  #step = SESSION_OPERATIONS;
  #written = 0;
  #readBack: string | undefined;

  constructor(index: number, random: Random) {
    this.#index = index;
    this.#random = random;
    this.clock = index / 10;
  }

  next(last: boolean): OperationLine {
    const due = round(this.clock);
    const start = round(due + this.#random.next());
    const end = round(start + 0.3 + this.#random.next() * 3);
    this.clock = Math.max(this.clock + 20, end);
    this.#step++;
    const common = {
      outcome: 'ok',
      due,
      start,
      end,
      status: 200,
      instance: `app-${1 + this.#random.below(2)}`,
    } as const;
    if (this.#step > SESSION_OPERATIONS) {
      this.#step = 1;
      this.#sessions++;
      this.#held.clear();
      this.#readBack = undefined;
      return { op: 'create', ...this.#who(), ...common };
    }
    const isLast = last || this.#step === SESSION_OPERATIONS ? ({ last: true } as const) : {};
    const key = this.#readBack ?? this.#random.pick(KEYS);
    if (this.#readBack === undefined && isLast.last === undefined) {
      const value = this.#index * 10_000_000 + ++this.#written;
      this.#held.set(key, value);
      this.#readBack = key;
      return { op: 'write', ...this.#who(), key, value, ...common };
    }
    this.#readBack = undefined;
    return { op: 'read', ...this.#who(), key, value: this.#held.get(key) ?? null, ...common, ...isLast };
  }

  #who() {
    return { session: `c${this.#index}-${this.#sessions}`, client: `c${this.#index}` };
  }
}

/** Microseconds, as the recorder writes them. */
const round = (ms: number) => Math.round(ms * 1000) / 1000;

const rate = (perSecond: number) => `${Math.round(perSecond).toLocaleString('en-US')} operations/s`;

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [operations, rounds] = argv.slice(2).map(Number);
  const figures = await benchChecker(operations, rounds);
  console.log(
    `${figures.operations.toLocaleString('en-US')} operations, ${Math.round(figures.bytes / figures.operations)} bytes a line`,
  );
  console.log(`from file to verdict  ${rate(figures.fileToVerdict)}`);
  console.log(
    `reading alone         ${rate(figures.readingAlone)}  (ratio ${figures.overReading.toFixed(2)})`,
  );
  console.log(
    `JSON.parse alone      ${rate(figures.jsonParseAlone)}  (ratio ${figures.overJsonParse.toFixed(2)})`,
  );
  console.log(`most memory           ${Math.round(figures.maxRssBytes / 2 ** 20)} MB`);
}
