import assert from 'node:assert/strict';
import test from 'node:test';
import { judged } from './oracle/story.ts';
import { cases } from './oracle/cases.ts';

for (const { name, story, found, unknown = [], pass = [] } of cases)
  test(name, () => {
    const { anomalyCounts, checkers } = judged(story);
    assert.deepEqual(anomalyCounts, found);
    const verdictOf = new Map(checkers.map(({ checker, verdict }) => [checker, verdict]));
    for (const kind of unknown) assert.equal(verdictOf.get(kind), 'unknown', kind);
    for (const kind of pass) assert.equal(verdictOf.get(kind), 'pass', kind);
  });
