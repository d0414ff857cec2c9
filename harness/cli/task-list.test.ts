import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { runListed } from './task-list.ts';

function streamOf(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 30, getColorDepth: () => 1 });
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => String(stream.read() ?? '') };
}

test('elsewhere than on a terminal there is a line an event, and a tick only for what came to its end', async () => {
  const { stream, text } = streamOf(false);
  const listed = runListed(
    [
      {
        title: 'one',
        work: (shown) => {
          shown.output = 'half';
          shown.title = 'one, done';
          return Promise.resolve(true);
        },
      },
      { title: 'two', work: () => Promise.resolve(false) },
      { title: 'three', work: () => Promise.reject(new Error('no')) },
      { title: 'four', work: () => Promise.resolve(true) },
    ],
    stream,
  );
  await assert.rejects(listed, /no/);
  assert.equal(
    stripVTControlCharacters(text()),
    '❯ one\n  › half\n✔ one, done\n❯ two\n? two\n❯ three\n✖ three\n',
  );
});

test('on a terminal the current task is redrawn over its own two lines, cut to their width', async () => {
  const { stream, text } = streamOf(true);
  await runListed(
    [
      {
        title: 'one',
        work: (shown) => {
          shown.output = 'x'.repeat(100);
          return Promise.resolve(true);
        },
      },
    ],
    stream,
  );
  const written = text();
  // Up two lines, to the first column, and all below it cleared; once for the redrawing, once for the end.
  assert.equal(written.split('\u001b[2A\u001b[1G\u001b[0J').length, 3);
  assert.deepEqual(
    stripVTControlCharacters(written)
      .split('\n')
      .map(({ length }) => length)
      .filter((length) => length >= 30),
    [],
  );
  assert.ok(stripVTControlCharacters(written).endsWith('✔ one\n'));
});
