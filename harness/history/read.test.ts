import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import test from 'node:test';
import * as fc from 'fast-check';
import { readHistory } from './read.ts';

const HEAD = '{"history":1}\n{"experiment":"e","epochMs":0}\n';
const op = (start: number, end = start + 1) =>
  `{"op":"read","session":"s","client":"c","outcome":"ok","due":${start},"start":${start},"end":${end}}\n`;
const TAIL = '{"end":"e","at":9}\n';

async function* bytes(text: string, size = text.length || 1) {
  const all = Buffer.from(text);
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}
const read = async (text: string, size?: number) => {
  const seen: string[] = [];
  const problems = await readHistory(bytes(text, size), {
    operation: (op, line) => seen.push(`${line} ${op.op} ${op.start}`),
    experiment: (line) => seen.push(line.experiment),
    fault: (line) => seen.push(line.id),
    end: (line) => seen.push(`end ${line.end}`),
  });
  return { seen, problems };
};
const messages = async (text: string) => (await read(text)).problems.map((problem) => problem.message);

test('a whole history is read without a problem, however its bytes are cut', async () => {
  const text = HEAD + op(1) + op(2) + TAIL;
  const { seen, problems } = await read(text);
  assert.deepEqual(seen, ['e', '3 read 1', '4 read 2', 'end e']);
  assert.deepEqual(problems, []);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 200 }), async (size) =>
      assert.deepEqual(await read(text, size), { seen, problems }),
    ),
  );
});

test('any other order of fields, white space and escapes are read alike', async () => {
  const other =
    ' { "op" : "read", "end":2, "start":1, "due":1, "outcome":"ok", "client":"c", "session":"\\u0073" }\n';
  assert.deepEqual((await read(HEAD + other + TAIL)).seen, ['e', '3 read 1', 'end e']);
});

test('a cut-off last line is left out and said, and leaves only the experiment incomplete', async () => {
  const { seen, problems } = await read(HEAD + op(1) + '{"op":"read","sess');
  assert.deepEqual(seen, ['e', '3 read 1']);
  assert.deepEqual(
    problems.map(({ message, spoils }) => [message, spoils]),
    [
      ['line 4, the last, was cut off (found "{\\"op\\":\\"read\\",\\"sess") and is left out', false],
      ['experiment e has no end: it was cut off before line 5', false],
    ],
  );
});

test('a last line without its newline is whole all the same', async () => {
  assert.deepEqual((await read((HEAD + op(1) + TAIL).trimEnd())).problems, []);
});

test('a corrupt line is named with what was found, and spoils its experiment', async () => {
  const { seen, problems } = await read(`${HEAD}{"t0":17\n${op(1)}${TAIL}`);
  assert.deepEqual(seen, ['e', '4 read 1', 'end e']);
  assert.deepEqual(problems, [
    {
      line: 3,
      message: 'line 3 is not a line of a history (found "{\\"t0\\":17"). Verdicts that need it are unknown',
      experiment: 'e',
      spoils: true,
    },
  ]);
});

const spoiling: [name: string, text: string, message: RegExp][] = [
  ['an empty history', '', /the history is empty/],
  [
    'an operation that ends before it starts',
    HEAD + op(5, 3) + TAIL,
    /^line 3 ends before it starts \(start 5, end 3\)/,
  ],
  [
    'an operation outside an experiment',
    `{"history":1}\n${op(1)}`,
    /^line 2 is an operation outside an experiment/,
  ],
  ['an unknown version', `{"history":2}\n`, /^line 1 says version 2; this program reads version 1/],
  [
    'a version that is none',
    `{"history":${'['.repeat(2000)}${']'.repeat(2000)}}\n`,
    /^line 1 says an odd version; /,
  ],
  ['no version', `{"experiment":"e","epochMs":0}\n${TAIL}`, /^line 1 comes before a first line/],
  [
    'a missing operation',
    `${HEAD}${op(1)}{"end":"e","at":9,"operations":2}\n`,
    /has 1 operations, but its end \(line 4\) says 2/,
  ],
  [
    'a line that a client says it recorded, and that is missing',
    `${HEAD}${op(1)}{"done":"c","at":8,"operations":2}\n${TAIL}`,
    /has 1 operations, but its clients say that they recorded 2/,
  ],
  [
    'a field of the wrong type',
    `${HEAD}{"op":"read","session":7}\n${TAIL}`,
    /^line 3 is not an operation \(session: /,
  ],
  ['a kind of line nobody knows', `${HEAD}{"frobnicate":1}\n${TAIL}`, /^line 3 is of no known kind/],
  [
    'a write of nothing',
    `${HEAD}${op(1).replace('read', 'write')}${TAIL}`,
    /^line 3 is a write without a key and a value/,
  ],
  ['a line without end', `${HEAD}${'x'.repeat(2 ** 21)}\n${TAIL}`, /^line 3 is too long/],
  [
    'an end of another experiment',
    `${HEAD}{"end":"f","at":9}\n${TAIL}`,
    /^line 3 ends experiment f, but e is open/,
  ],
  [
    'two experiments of one name',
    HEAD + TAIL + HEAD.split('\n')[1] + '\n' + TAIL,
    /^line 4 opens experiment e a second time/,
  ],
];
for (const [name, text, message] of spoiling)
  test(`${name} makes verdicts unknown, and the message says where`, async () => {
    const { problems } = await read(text);
    assert.match(problems.find((problem) => problem.spoils)?.message ?? '', message);
  });

test('problems beyond the first hundred are counted, not kept', async () => {
  const all = await messages(HEAD + 'x\n'.repeat(5000) + TAIL);
  assert.equal(all.length, 101);
  assert.equal(all.at(-1), '4,900 more problems are not listed');
});

const spoilsAt = async (line: string, at: number, says: RegExp) => {
  const { problems } = await read(HEAD + op(1) + line + op(3) + TAIL);
  assert.deepEqual(
    problems.map((problem) => [problem.line, problem.spoils]),
    [[at, true]],
  );
  assert.match(problems[0]?.message ?? '', says);
};

test('a time that cannot be is a problem with its line, in any field of any line', async () => {
  for (const odd of [1e8, 1e9, 1e10, 1e12, 1e300]) {
    await spoilsAt(op(2, odd), 4, /line 4 took .* h, which is longer than any client waits/);
    await spoilsAt(op(odd), 4, /line 4 is of .* h after the end of its experiment/);
    await spoilsAt(op(2).replace('"due":2', `"due":${odd}`), 4, /line 4 was due .* h after it ended/);
    await spoilsAt(op(2).replace('"due":2', `"due":${-odd}`), 4, /before its experiment began/);
    await spoilsAt(`{"note":"n","at":${odd},"spoils":false}\n`, 4, /line 4 is of .* after the end/);
    await spoilsAt(`{"unsaved":"app-1","from":1,"to":${odd},"count":1}\n`, 4, /after the end/);
  }
});

test('a run of days, a late client and an operation that was never answered are nothing strange', async () => {
  const days = 3 * 24 * 3_600_000;
  const unanswered = op(5, days).replace('"ok"', '"info"');
  const late = op(days - 10).replace(`"due":${days - 10}`, '"due":7');
  const text = `${HEAD}${op(1)}${unanswered}${late}{"end":"e","at":${days}}\n`;
  assert.deepEqual((await read(text)).problems, []);
});
