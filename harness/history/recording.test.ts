import assert from 'node:assert/strict';
import test from 'node:test';
import type { Line } from '../../protocol/history.ts';
import { Recording } from './recording.ts';
import type { HistoryWriter } from './writer.ts';

function recorded(lines: readonly string[]): string | undefined {
  const written: string[] = [];
  const writer: HistoryWriter = {
    drained: () => Promise.resolve(),
    write: (line: Line) => void written.push(JSON.stringify(line)),
    writeRaw: (line) => void written.push(line),
    failed: new AbortController().signal,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const recording = new Recording(writer, () => undefined);
  for (const line of lines) recording.fromGenerator(line);
  recording.finish();
  return written.at(-1);
}

const BEGIN = '{"experiment":"e","epochMs":0}';
const END = '{"end":"e","at":9}';

test('the end says how many operations the clients counted, so that a line that gets lost on the way shows', () => {
  const end = recorded([
    BEGIN,
    '{"done":"c1","at":7,"operations":3}',
    '{"done":"c2","at":8,"operations":4}',
    END,
  ]);
  assert.equal(end, '{"end":"e","at":9,"operations":7}');
});

test('where a client does not say, the end says nothing', () => {
  assert.equal(recorded([BEGIN, '{"done":"c1","at":7}', '{"done":"c2","at":8,"operations":4}', END]), END);
});
