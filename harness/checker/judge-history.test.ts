import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import test from 'node:test';
import type { Line } from '../../protocol/history.ts';
import { encode } from '../history/encode.ts';
import { judgeHistory } from './judge-history.ts';
import { parseStory } from './oracle/story.ts';

const history = (...experiments: string[]): string => {
  const lines: Line[] = [{ history: 1 }];
  for (const [i, story] of experiments.entries()) {
    const { experiment, operations, complete } = parseStory(story);
    lines.push({ ...experiment, experiment: `e${i}` }, ...operations);
    if (complete) lines.push({ end: `e${i}`, at: 99 });
  }
  return lines.map(encode).join('');
};
const source = (text: string) => ({
  async *[Symbol.asyncIterator]() {
    yield Buffer.from(text);
  },
});
const SOUND = '0-1 c create\n2-3 c write a=1\n4-5 c read a -> 1';

test('each experiment of a history is judged by itself', async () => {
  const { experiments, problems } = await judgeHistory(
    source(history(SOUND, `${SOUND}\n6-7 c read a absent`)),
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(
    experiments.map(({ judgement, complete }) => [judgement.anomalyCounts, complete]),
    [
      [{}, true],
      [{ 'lost-session': 1 }, true],
    ],
  );
});

test('a corrupt line makes its own experiment unknown and no other', async () => {
  const text = history(SOUND, SOUND).replace('{"end":"e0"', 'x\n{"end":"e0"');
  const { experiments } = await judgeHistory(source(text));
  const verdicts = experiments.map(({ judgement }) => judgement.checkers[0]?.verdict);
  assert.deepEqual(verdicts, ['unknown', 'pass']);
});

test('a cut-off history passes nothing in its last experiment', async () => {
  const { experiments, problems } = await judgeHistory(source(history(SOUND, `${SOUND}\ncut`)));
  const verdicts = experiments.map(({ judgement }) => judgement.checkers[0]?.verdict);
  assert.deepEqual(verdicts, ['pass', 'unknown']);
  assert.match(problems[0]?.message ?? '', /e1 has no end/);
});

test("a strange value is looked up in a history that can be read again, and is nobody's in one that cannot", async () => {
  const story =
    '0-1 d@t create\n2-3 d@t write a=7\n4-5 d@t read a -> 7 last\n5-6 c create\n7-8 c read a -> 7';
  const text = history(story);
  const again = await judgeHistory(source(text), { again: () => source(text) });
  assert.deepEqual(again.experiments[0]?.judgement.anomalyCounts, { 'cross-session-read': 1 });
  const once = await judgeHistory(source(text));
  assert.deepEqual(once.experiments[0]?.judgement.anomalyCounts, { 'garbage-read': 1 });
});

test('a note that spoils an experiment leaves it without a verdict', async () => {
  const note = encode({ note: 'the server died by itself', at: 3, spoils: true });
  const { experiments } = await judgeHistory(source(history(SOUND).replace('{"end"', `${note}{"end"`)));
  assert.equal(experiments[0]?.judgement.checkers[0]?.reason, 'the server died by itself');
});

test('an experiment is judged before the next one begins, unless its values have to be looked for again', async () => {
  const strange = `${SOUND}\n6-7 c read a -> 9`;
  const order: string[] = [];
  const text = history(SOUND, strange, SOUND);
  await judgeHistory(source(text), {
    again: () => source(text),
    visitor: { experiment: ({ experiment }) => void order.push(`${experiment} begins`) },
    onJudged: ({ experiment }, index) => void order.push(`${experiment.experiment} judged as ${index}`),
  });
  assert.deepEqual(order, [
    'e0 begins',
    'e0 judged as 0',
    'e1 begins',
    'e2 begins',
    'e2 judged as 2',
    'e1 judged as 1',
  ]);
});

test('what spoils the whole history, and is found late, leaves in doubt what was judged before', async () => {
  const text = `${history(SOUND, SOUND)}x\n`;
  const { experiments } = await judgeHistory(source(text));
  for (const { judgement } of experiments) {
    assert.ok(judgement.checkers.every(({ verdict }) => verdict === 'unknown'));
    assert.match(judgement.checkers[0]?.reason ?? '', /line 12/);
  }
});

test('two experiments of one name are both in doubt, and no other is', async () => {
  const text = history(SOUND, SOUND, SOUND).replaceAll('"e2"', '"e0"');
  const { experiments } = await judgeHistory(source(text));
  const verdicts = experiments.map(({ judgement }) => judgement.checkers[0]?.verdict);
  assert.deepEqual(verdicts, ['unknown', 'pass', 'unknown']);
});
