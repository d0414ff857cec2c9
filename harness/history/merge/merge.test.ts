import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import test from 'node:test';
import * as fc from 'fast-check';
import type { ExperimentLine, Line, OperationLine } from '../../../protocol/history.ts';
import { judgeHistory } from '../../checker/judge-history.ts';
import { draw } from '../../checker/oracle/draw.ts';
import { Random } from '../../model/random.ts';
import { encode } from '../encode.ts';
import { mergeHistories } from './merge.ts';

const source = (text: string, size = 1 << 16) =>
  async function* () {
    const all = Buffer.from(text);
    for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
  };
const textOf = (lines: readonly Line[]) => lines.map(encode).join('');

async function merged(texts: readonly string[], { sameClock = false, size = 1 << 16 } = {}) {
  let text = '';
  const pieces = mergeHistories(
    texts.map((part, index) => ({ name: `part-${index}`, open: source(part, size) })),
    { sameClock },
  );
  for (;;) {
    const { value, done } = await pieces.next();
    if (done === true) return { text, ...value };
    text += Buffer.from(value).toString();
  }
}

interface Clock {
  /** Its own time minus true time: what it is ahead at 0, and by how much more each millisecond. */
  aheadMs: number;
  drift: number;
  /** How far off the readings are, and how far they say they may be. */
  offMs: number;
  errorMs: number;
}

const EPOCH_MS = 1_795_000_000_000;

/** A part as its recorder writes it by a clock of its own, that was compared with the reference before and after. */
function partOf(
  experiment: ExperimentLine,
  ops: readonly OperationLine[],
  clock: Clock,
  { untilMs, clients }: { untilMs: number; clients: readonly string[] },
): Line[] {
  const own = (ms: number) => ms + ms * clock.drift;
  const reading = (ms: number): Line => ({
    clock: 'reference',
    at: own(ms),
    offset: -(clock.aheadMs + ms * clock.drift) + clock.offMs,
    error: clock.errorMs,
  });
  const mine = ops.filter(({ client }) => clients.includes(client));
  return [
    { history: 1, recorder: 'k6' },
    { ...experiment, epochMs: EPOCH_MS + clock.aheadMs },
    reading(-5),
    ...mine.map((op) => ({ ...op, due: own(op.due), start: own(op.start), end: own(op.end) })),
    reading(untilMs),
    ...clients.map((done) => ({ done, at: own(untilMs) })),
    { end: experiment.experiment, at: own(untilMs) },
  ];
}

/** Sessions of several clients each, none of which another has, one after the other. */
function drawn(seed: number, sessions: number, { onlyKept = false } = {}) {
  const random = new Random(seed);
  const all = Array.from({ length: sessions }, () => draw(random));
  const stories = onlyKept ? all.filter(({ isKept }) => isKept) : all;
  const { experiment } = all[0] as (typeof all)[number];
  const ops = stories
    .filter((story) => story.experiment.ttlMs === undefined)
    .flatMap((story, n) =>
      story.ops.map((op) => ({
        ...op,
        session: `${op.session}-${n}`,
        client: `${op.client}-${n}`,
        ...(op.next !== undefined && { next: `${op.next}-${n}` }),
        due: op.start,
      })),
    )
    .toSorted((a, b) => a.end - b.end)
    // Of two that end at once either may stand first, and the kind of a finding may go by that.
    .map((op, at) => ({ ...op, end: op.end + at / 1000 }));
  return {
    experiment: { experiment: experiment.experiment, epochMs: EPOCH_MS } satisfies ExperimentLine,
    ops,
    random,
    untilMs: Math.max(100, ...ops.map(({ end }) => end + 1)),
    clients: [...new Set(ops.map(({ client }) => client))],
  };
}

const verdicts = async (text: string) => {
  const { experiments, problems } = await judgeHistory(source(text)());
  const [one] = experiments;
  return {
    problems: problems.map(({ message }) => message),
    counts: one?.judgement.anomalyCounts,
    verdicts: one?.judgement.checkers.map(({ checker, verdict, tested }) => [checker, verdict, tested]),
    operations: one?.judgement.counts.operations,
  };
};

test('a history that was split by client, and merged again, comes to the same verdicts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.integer({ min: 2, max: 4 }),
      fc.integer({ min: 40, max: 4000 }),
      async (seed, count, size) => {
        const { experiment, ops, clients, untilMs, random } = drawn(seed, 12);
        const part = clients.map(() => random.below(count));
        const texts = Array.from({ length: count }, (_, index) => {
          const own = clients.filter((_, at) => part[at] === index);
          const clock = { aheadMs: random.below(2_000_000) - 1_000_000, drift: 0, offMs: 0, errorMs: 0 };
          return textOf(partOf(experiment, ops, clock, { untilMs, clients: own }));
        });
        const { text, operations } = await merged(texts, { size });
        assert.equal(operations, ops.length);
        const whole = textOf([
          { history: 1 },
          { ...experiment, clients: clients.length || 1 },
          ...ops,
          ...clients.map((done) => ({ done, at: untilMs })),
          { end: experiment.experiment, at: untilMs },
        ]);
        assert.deepEqual(await verdicts(text), await verdicts(whole));
        assertSorted(text);
      },
    ),
    { numRuns: 40 },
  );
});

function assertSorted(text: string): void {
  const ends = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
    .flatMap((line) => ('op' in line ? [line.end] : []));
  assert.deepEqual(
    ends,
    ends.toSorted((a, b) => a - b),
  );
}

test('no error of a clock that was told makes an anomaly of a sound history', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 2, max: 3 }), async (seed, count) => {
      const { experiment, ops, clients, untilMs, random } = drawn(seed, 12, { onlyKept: true });
      const before = await verdicts(
        textOf([{ history: 1 }, experiment, ...ops, { end: experiment.experiment, at: untilMs }]),
      );
      // What was no anomaly is none: of what was one, the order may have become too weak to show it.
      fc.pre(Object.keys(before.counts ?? {}).length === 0);
      const part = clients.map(() => random.below(count));
      const texts = Array.from({ length: count }, (_, index) => {
        const own = clients.filter((_, at) => part[at] === index);
        const errorMs = random.below(5);
        const clock = {
          aheadMs: random.below(10_000) - 5000,
          drift: (random.next() - 0.5) * 4e-4,
          offMs: (random.next() * 2 - 1) * errorMs,
          errorMs,
        };
        return textOf(partOf(experiment, ops, clock, { untilMs, clients: own }));
      });
      const { text } = await merged(texts);
      const after = await verdicts(text);
      assert.deepEqual(
        after.problems.filter((message) => !message.includes('second time')),
        [],
      );
      assert.deepEqual(after.counts, {});
    }),
    { numRuns: 30 },
  );
});

const op = (
  client: string,
  session: string,
  at: number,
  more: Partial<OperationLine> = {},
): OperationLine => ({
  op: 'read',
  session,
  client,
  outcome: 'ok',
  due: at,
  start: at,
  end: at + 1,
  ...more,
});
const simple = (ops: readonly OperationLine[], ...more: Line[]): string =>
  textOf([{ history: 1 }, { experiment: 'e', epochMs: EPOCH_MS }, ...ops, ...more, { end: 'e', at: 99 }]);
const reading = (at: number, offset: number, error = 0.5, clock = 'reference'): Line => ({
  clock,
  at,
  offset,
  error,
});
const says = (part: string, store: string) => part.replace('"epochMs"', `"store":"${store}","epochMs"`);
const refused = async (texts: readonly string[], pattern: RegExp) =>
  assert.rejects(merged(texts), { exitCode: 64, message: pattern });

test('only what several parts asked for is widened, and its latency stays what it was', async () => {
  const a = simple([op('a', 'own', 1), op('a', 'both', 3, { last: true })], reading(0, 10), reading(90, 10));
  const b = simple([op('b', 'both', 5)], reading(0, -10), reading(90, -10));
  const { text } = await merged([a, b]);
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const ops = lines.filter((line) => 'op' in line);
  assert.deepEqual(
    ops.map(({ session, start, end, widened, last }) => [session, start, end, widened, last]),
    [
      // The parts' epochs are the same by their own clocks: B's began 20 ms before A's.
      ['both', 4.5, 6.5, 0.5, undefined],
      ['own', 21, 22, undefined, undefined],
      ['both', 22.5, 24.5, 0.5, undefined],
    ],
  );
});

test('a fault holds for longer by the error that is left', async () => {
  const fault = { fault: 'app-crash', id: 'f', target: 'app-1' } as const;
  const harness = simple(
    [],
    { ...fault, phase: 'onset', at: 10 },
    { ...fault, phase: 'healed', at: 20, evidence: { goneAfterMs: 2 } },
  );
  const runner = simple([op('a', 's', 1)], reading(0, 0, 0.25), reading(90, 0, 0.25));
  const { text, experiments } = await merged([harness, runner]);
  assert.equal(experiments[0]?.errorMs, 0.25);
  assert.match(text, /"phase":"onset","target":"app-1","at":9.75|"phase":"onset","at":9.75/);
  assert.match(text, /"at":20.25/);
  assert.match(text, /"goneAfterMs":2.5/);
});

test('a part that was cut off leaves the whole without an end', async () => {
  const a = simple([op('a', 's', 1)]);
  const b = `${textOf([{ history: 1 }, { experiment: 'e', epochMs: EPOCH_MS }, op('b', 't', 2)])}{"op":"re`;
  const { text, experiments } = await merged([a, b], { sameClock: true });
  assert.equal(experiments[0]?.isWhole, false);
  assert.ok(!text.includes('"end":"e"'));
  const { experiments: judged } = await judgeHistory(source(text)());
  assert.equal(judged[0]?.complete, false);
  assert.ok(judged[0].judgement.checkers.every(({ verdict }) => verdict !== 'pass'));
});

test('a line that cannot be read spoils the whole, as it would have alone', async () => {
  const { text } = await merged(
    [simple([op('a', 's', 1)]), simple([op('b', 't', 1)]).replace('{"end"', 'x\n{"end"')],
    { sameClock: true },
  );
  const { experiments } = await judgeHistory(source(text)());
  assert.ok(experiments[0]?.judgement.checkers.every(({ verdict }) => verdict === 'unknown'));
});

test('what is no run in parts, or was recorded by clocks that nobody knows, is refused', async () => {
  const fine = simple([op('a', 's', 1)], reading(0, 0), reading(90, 0));
  await refused(
    [simple([op('a', 's', 1)]), simple([op('b', 't', 1)])],
    /neither part-0 nor part-1 says how its clock stood/,
  );
  await refused(
    [fine, simple([op('a', 't', 1)], reading(0, 0))],
    /client a is in part-1 .* and in another part/,
  );
  await refused(
    [fine, simple([op('b', 't', 1)], reading(0, 0), reading(90, 3000))],
    /its clock went 3000 ms behind during e/,
  );
  await refused([fine, simple([op('b', 't', 1)], reading(0, 0, 2500))], /only known to 2500 ms/);
  await refused(
    [fine, simple([op('b', 't', 1)], reading(0, 9e7))],
    /begins experiment e 1,500 minutes after another part/,
  );
  await refused(
    [fine, simple([op('b', 't', 1)], reading(0, 0, 1, 'another'))],
    /compared with clock reference, and part-1 with clock another/,
  );
  await refused(
    [fine, simple([op('b', 't', 1)]).replace('"epochMs"', '"ttlMs":5,"epochMs"')],
    /e has ttlMs undefined in part-0 and 5 in part-1/,
  );
  const harness = simple([], reading(0, 0)).replace('"history":1', '"history":1,"recorder":"harness"');
  await refused([says(fine, 's'), says(harness, 't')], /e has store s in part-0 and t in part-1/);
  const { isWhole } = (await merged([says(fine, 's'), harness])).experiments[0] ?? {};
  assert.equal(isWhole, true);
  await refused([fine, 'hello\n'], /part-1 is no history/);
  await refused([fine, textOf([{ history: 1 }, op('b', 't', 1)])], /an operation outside an experiment/);
});

test('a recorder that never began leaves the whole without an end, and keeps what the others have', async () => {
  const part = textOf([
    { history: 1 },
    { experiment: 'e', workload: 'register', store: 's', epochMs: EPOCH_MS },
    { clock: 'reference', at: 0, offset: 0, error: 1 },
    op('a', 's', 1),
    { end: 'e', at: 9, operations: 1 },
  ]);
  const { text, operations, experiments } = await merged([part, '']);
  assert.equal(operations, 1);
  assert.deepEqual(
    experiments.map(({ isWhole }) => isWhole),
    [false],
  );
  const { experiments: judged } = await judgeHistory(source(text)());
  assert.deepEqual(
    judged.map(({ complete }) => complete),
    [false],
  );
});
