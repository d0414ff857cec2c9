import assert from 'node:assert/strict';
import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Formats } from './format.ts';
import { writeFormats } from './write.ts';

test('one more format is one more line of a catalogue: it is written beside the others, or where its flag says', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'holdfast-formats-'));
  const formats: Pick<Formats<string>, 'files'> = {
    files: [
      { file: 'known.md', render: (shown) => `# ${shown}` },
      { file: 'made-up.csv', render: (shown) => `verdict,${shown}`, flag: { name: 'csv', what: 'a line' } },
    ],
  };
  await writeFormats(formats, 'pass', folder.path);
  assert.equal(await readFile(join(folder.path, 'made-up.csv'), 'utf8'), 'verdict,pass');
  const elsewhere = join(folder.path, 'elsewhere.csv');
  assert.deepEqual(await writeFormats(formats, 'fail', folder.path, { csv: elsewhere }), [
    join(folder.path, 'known.md'),
    elsewhere,
  ]);
  assert.deepEqual((await readdir(folder.path)).toSorted(), ['elsewhere.csv', 'known.md', 'made-up.csv']);
});
