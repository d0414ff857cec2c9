import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { ANOMALY_KINDS, CHECKERS, kindsShownBy } from '../catalogue.ts';
import { compare } from './compare.ts';
import { judged, parseStory } from './story.ts';

/** The oracle's model knows nothing of ids and cookies. */
const BEYOND_THE_MODEL: ReadonlySet<string> = new Set(kindsShownBy('response'));
const guide = await readFile(new URL('../../../docs/ANOMALIES.md', import.meta.url), 'utf8');
const examples = [...guide.matchAll(/```history (\S+)\n([\s\S]*?)```/g)].map(([, kind = '', story = '']) => ({
  kind,
  story,
}));

for (const { kind, story } of examples)
  test(`docs/ANOMALIES.md: ${story.trim().split('\n').at(-1)?.trim()} is ${kind}`, () => {
    const { anomalyCounts } = judged(story);
    assert.deepEqual(anomalyCounts, kind === 'none' ? {} : { [kind]: 1 });
    const { operations, experiment } = parseStory(story);
    const isOfOne = operations.every(({ session }) => session === 's');
    if (isOfOne && !BEYOND_THE_MODEL.has(kind))
      assert.deepEqual(compare(operations, experiment).disagreements, []);
  });

test('every kind of anomaly has its definition and an example', () => {
  for (const kind of ANOMALY_KINDS) assert.ok(guide.includes(`\n### ${kind}\n`), kind);
  // Whether anybody was answered takes more operations than an example has.
  for (const { kind } of CHECKERS) {
    assert.ok(
      examples.some((example) => example.kind === kind),
      kind,
    );
  }
});
