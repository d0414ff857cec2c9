import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import * as fc from 'fast-check';
import type { Line } from '../../../protocol/history.ts';
import { judgeHistory } from '../../checker/judge-history.ts';
import { draw } from '../../checker/oracle/draw.ts';
import type { Merged } from '../../history/merge/merge.ts';
import { encode } from '../../history/encode.ts';
import { Random } from '../../model/random.ts';
import { piecesOf } from '../folder.ts';
import { mergeFiles } from './merge-files.ts';
import { mergeParts } from './merged-parts.ts';

const folder = await mkdtemp(join(tmpdir(), 'holdfast-merging-'));
after(() => rm(folder, { recursive: true, force: true }));

/** Stories of one run, half of them with something wrong, by as many recorders as there are files, with clocks of their own. */
async function write(files: readonly string[], stories: number, random: Random): Promise<void> {
  const texts: Line[][] = files.map((_, at) => [
    { history: 1, recorder: 'k6' },
    { experiment: 'e', epochMs: 1_795_000_000_000 + at * 700 },
    { clock: 'reference', at: -1, offset: at * -700, error: 0.2 },
  ]);
  for (let n = 0; n < stories; n++) {
    // A session of several clients may be of several parts.
    const isOfSeveral = random.chance(0.1);
    for (const op of draw(random).ops) {
      const part = isOfSeveral ? op.client.charCodeAt(op.client.length - 1) + n : n;
      texts[part % files.length]?.push({
        ...op,
        session: `${op.session}-${n}`,
        client: `${op.client}-${n}`,
        ...(op.next !== undefined && { next: `${op.next}-${n}` }),
        due: op.start + n / 8,
        start: op.start + n / 8,
        end: op.end + n / 8,
      });
    }
  }
  for (const [at, lines] of texts.entries()) {
    lines.push({ clock: 'reference', at: 99_999, offset: at * -700 - 0.25, error: 0.2 });
    lines.push({ end: 'e', at: 99_999 });
    await writeFile(files[at] as string, lines.map(encode).join(''));
  }
}

async function bytesOf(
  pieces: AsyncGenerator<Uint8Array, Merged>,
): Promise<{ bytes: Buffer; merged: Merged }> {
  const all: Buffer[] = [];
  for (;;) {
    const { value, done } = await pieces.next();
    if (done === true) return { bytes: Buffer.concat(all), merged: value };
    all.push(Buffer.from(value));
  }
}

test('parts that are judged while they are merged come to what the file of them comes to, byte by byte', async () => {
  let anomalies = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.integer({ min: 2, max: 5 }),
      fc.constantFrom(30, 3000),
      async (seed, count, stories) => {
        const files = Array.from({ length: count }, (_, at) => join(folder, `${at}.ndjson`));
        await write(files, stories, new Random(seed));
        const out = join(folder, 'merged.ndjson');
        await rm(out, { force: true });
        const merged = await mergeFiles(files, out, { sameClock: false });
        const inFile = await readFile(out);
        const again = () => piecesOf(out);
        const expected = await judgeHistory(again(), { again });
        anomalies += expected.experiments[0]?.judgement.anomalies.length ?? 0;
        for (const inThread of [false, true]) {
          await using parts = await mergeParts(files, { sameClock: false, inThread });
          assert.deepEqual(await bytesOf(parts.open()), { bytes: inFile, merged });
          const judged = await judgeHistory(parts.open(), { again: () => parts.open() });
          assert.equal(JSON.stringify(judged), JSON.stringify(expected));
        }
      },
    ),
    { numRuns: 10 },
  );
  assert.ok(anomalies > 100, `${anomalies} anomalies`);
});

const part = (client: string) =>
  `{"history":1}\n{"experiment":"e","epochMs":0}\n${encode({ op: 'read', session: client, client, outcome: 'ok', due: 1, start: 1, end: 2 })}{"end":"e","at":9}\n`;

test('the thread says what is wrong with parts as this one does: of the first that is wrong', async () => {
  const wrong: [texts: (string | undefined)[], RegExp][] = [
    [[part('a'), part('b')], /neither .*0\.ndjson nor .*1\.ndjson says how its clock stood/],
    [[part('a'), part('b'), part('a')], /client a is in .*2\.ndjson \(line 3\) and in another part/],
    [['x\n', part('b'), 'y\n'], /0\.ndjson is no history/],
    [[part('a'), undefined], /1\.ndjson could not be read: ENOENT/],
  ];
  for (const [texts, message] of wrong)
    for (const inThread of [false, true]) {
      const files = texts.map((_, at) => join(folder, `${at}.ndjson`));
      for (const [at, text] of texts.entries())
        if (text === undefined) await rm(files[at] as string, { force: true });
        else await writeFile(files[at] as string, text);
      await assert.rejects(
        async () => {
          await using parts = await mergeParts(files, { sameClock: false, inThread });
          await bytesOf(parts.open());
        },
        { exitCode: 64, message, next: /./ },
      );
    }
});

test('who stops reading in the middle leaves no thread behind', async () => {
  const files = [join(folder, '0.ndjson'), join(folder, '1.ndjson')];
  await write(files, 3000, new Random(1));
  await using parts = await mergeParts(files, { sameClock: false, inThread: true });
  for await (const piece of parts.open()) {
    assert.ok(piece.length > 0);
    break;
  }
});
