import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import test from 'node:test';
import * as fc from 'fast-check';
import type { ExperimentLine, FaultLine, Line } from '../../../protocol/history.ts';
import { encode } from '../../history/encode.ts';
import { Random } from '../../model/random.ts';
import { judgeHistory } from '../judge-history.ts';
import { draw } from '../oracle/draw.ts';
import { judgeShare } from './judge-share.ts';
import type { Others } from './others.ts';
import { Share, sharesOf, Unsplittable } from './share.ts';

const open = (text: string) =>
  async function* () {
    yield Buffer.from(text);
  };

/** As the threads of a team do it, one after the other; what they hand over goes through the same copying. */
async function together(text: string, shares: readonly Share[]) {
  const [share, ...rest] = shares;
  assert.ok(share);
  const judges = await Promise.all(rest.map((each) => judgeShare(open(text)(), each)));
  const others: Others = {
    share,
    looked: async () => judges.map((judge) => structuredClone(judge.looked())),
    decide: async (experiment, seen, told) =>
      judges.flatMap(
        (judge, at) => structuredClone(judge.decide(experiment, structuredClone(seen), told[at] ?? [])) ?? [],
      ),
  };
  return await judgeHistory(open(text)(), { again: open(text), others });
}
const alone = (text: string) => judgeHistory(open(text)(), { again: open(text) });

const fault = (at: number, phase: FaultLine['phase']): FaultLine => ({
  fault: 'app-crash',
  id: 'f',
  phase,
  target: 'app-1',
  at,
});

/** Many sessions of all that the model knows, half of them with something wrong, and faults and failed saves among them. */
function drawn(seed: number, { isWhole = true } = {}): string {
  const random = new Random(seed);
  const lines: Line[] = [{ history: 1 }];
  for (const id of ['e0', 'e1']) {
    const stories = Array.from({ length: 40 }, () => draw(random));
    const { experiment } = stories[0] as (typeof stories)[number];
    const shared = random.below(3);
    const ops = stories.flatMap(({ ops }, n) =>
      ops.map((op) => ({
        ...op,
        session: `c${n}-${op.session}`,
        client: `${op.client}-${n}`,
        ...(op.next !== undefined && { next: `c${n}-${op.next}` }),
        // Values of other sessions are looked for in a second reading.
        ...(typeof op.value === 'number' &&
          op.op !== 'increment' &&
          shared > 0 && { value: op.value + (n % 5) * 1000 }),
        start: op.start + n,
        end: op.end + n,
        due: op.start + n,
        instance: `app-${1 + random.below(2)}`,
        ...(random.chance(0.1) && { last: true as const }),
      })),
    );
    const opening: ExperimentLine = { ...experiment, experiment: id, instances: 2 };
    const sorted = ops.toSorted((a, b) => a.end - b.end);
    lines.push(opening, ...sorted.slice(0, 60), fault(8, 'onset'), {
      unsaved: 'app-1',
      from: 0,
      to: 20,
      count: 3,
    });
    if (random.chance(0.3)) lines.push({ note: 'n', at: 9, spoils: true });
    lines.push(...sorted.slice(60), fault(30, 'healed'));
    if (isWhole || id === 'e0') lines.push({ end: id, at: 99 });
  }
  return lines.map(encode).join('');
}

test('judges of shares of the sessions come together to what one judge of all comes to', async () => {
  let anomalies = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.integer({ min: 2, max: 5 }),
      fc.boolean(),
      async (seed, workers, isWhole) => {
        const text = drawn(seed, { isWhole });
        const cuts = Array.from({ length: workers + 1 }, (_, at) => at / workers);
        const shares = cuts.slice(1).map((to, at) => new Share(cuts[at] as number, to));
        const one = await alone(text);
        assert.deepEqual(await together(text, shares), one);
        anomalies += one.experiments.reduce((sum, { judgement }) => sum + judgement.anomalies.length, 0);
      },
    ),
    { numRuns: 40 },
  );
  assert.ok(anomalies > 200, `${anomalies} anomalies`);
});

test('every session is of one share, whether its name is read as bytes or as text', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.stringMatching(/^[ -~]{0,20}$/), (workers, name) => {
      const bytes = Buffer.from(`"${name}"`);
      const has = sharesOf(workers).map((share) => share.has(name));
      assert.deepEqual(
        sharesOf(workers).map((share) => share.hasBytes(bytes, 1, bytes.length - 1)),
        has,
      );
      assert.equal(has.filter(Boolean).length, 1);
    }),
  );
});

const lines = (more: object): Line[] => [
  { history: 1 },
  { experiment: 'e', epochMs: 0, ...more },
  ...Array.from({ length: 20 }, (_, n) => ({
    op: 'regenerate' as const,
    session: `s${n}`,
    next: `t${n}`,
    client: 'c',
    outcome: 'ok' as const,
    due: n,
    start: n,
    end: n,
  })),
];

test('sessions that one order has to explain are not torn apart, nor those that silence ends', async () => {
  const halves = [new Share(0, 0.5), new Share(0.5, 1)];
  await assert.rejects(together(lines({}).map(encode).join(''), halves), Unsplittable);
  await assert.rejects(together(lines({ silentMs: 5 }).map(encode).join(''), halves), Unsplittable);
});
