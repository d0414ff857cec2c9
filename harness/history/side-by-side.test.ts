import assert from 'node:assert/strict';
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { temporaryFolder } from '../../test/holdfast.ts';
import { gather, sectionsOf } from './side-by-side.ts';
import { openHistory } from './writer.ts';

const lines = (text: string) => text.split('\n').filter((line) => line !== '');

test('experiments that overlap stand one after the other, each whole, and nothing is left beside the history', async () => {
  const steps = fc.array(fc.record({ experiment: fc.nat(4), ends: fc.boolean() }), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      await using folder = await temporaryFolder();
      const file = join(folder.path, 'history.ndjson');
      const wanted = new Map<number, string[][]>();
      {
        await using history = await openHistory(file);
        const sections = sectionsOf(history, file);
        const open = new Map<number, Awaited<ReturnType<typeof sections.open>>>();
        for (const [at, { experiment, ends }] of all.entries()) {
          const section = open.get(experiment) ?? (await sections.open());
          const own = wanted.get(experiment) ?? [];
          if (!open.has(experiment)) own.push([]);
          wanted.set(experiment, own);
          open.set(experiment, section);
          const line = `${experiment} ${at}`;
          section.writeRaw(line);
          own.at(-1)?.push(line);
          if (!ends) continue;
          await section[Symbol.asyncDispose]();
          open.delete(experiment);
        }
        for (const section of open.values()) await section[Symbol.asyncDispose]();
      }
      const written = lines(await readFile(file, 'utf8'));
      const each = [...wanted.values()].flat();
      for (const part of each) {
        const from = written.indexOf(part[0] ?? '');
        assert.deepEqual(written.slice(from, from + part.length), part);
      }
      assert.equal(written.length, each.flat().length);
      assert.deepEqual(await readdir(folder.path), ['history.ndjson']);
    }),
    { numRuns: 100 },
  );
});

test('while they run each is on disk as it happens, and what was killed is put together, cut lines apart', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'history.ndjson');
  await using history = await openHistory(file);
  const sections = sectionsOf(history, file);
  const [one, two, three] = [await sections.open(), await sections.open(), await sections.open()];
  one.writeRaw('{"one":1}');
  two.writeRaw('{"two":2}');
  three.writeRaw('{"three":3}');
  while (
    (
      await Promise.all((await readdir(folder.path)).map((name) => readFile(join(folder.path, name), 'utf8')))
    ).some((text) => text === '')
  );
  // As a kill leaves it.
  await appendFile(file, '{"on');
  await gather(file);
  assert.equal(await readFile(file, 'utf8'), '{"one":1}\n{"on\n{"two":2}\n{"three":3}\n');
  assert.deepEqual(await readdir(folder.path), ['history.ndjson']);
  await gather(file);
  assert.equal(lines(await readFile(file, 'utf8')).length, 4);
});

test('a file beside it that cannot be made ends the run with the reason, and what was recorded stays', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'history.ndjson');
  await using history = await openHistory(file);
  const sections = sectionsOf(history, file);
  await using one = await sections.open();
  one.writeRaw('{"one":1}');
  await writeFile(join(folder.path, 'history.side-1.ndjson'), 'somebody else\n');
  await assert.rejects(sections.open(), /history\.side-1\.ndjson could not be written/);
});
