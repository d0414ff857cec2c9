import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptAs } from '../../protocol/kinds.ts';
import { judged, testVerdicts } from './testing.ts';

const came = (whole: number, changed: number, otherwise: number, unanswered = 0, gone = 0) => ({
  kinds: { figures: { 'kept whole': whole, 'as JSON': changed, otherwise, unanswered, gone } },
});

testVerdicts('C11', 'redis', [
  ['shown', 'all came back as they were', came(10, 0, 0)],
  ['true only if', 'others came back as JSON', came(10, 60, 0, 5)],
  ['true only if', 'one was acknowledged and is gone', came(10, 0, 0, 0, 1)],
  [
    'true only if',
    'dates came back as dates',
    { kinds: { figures: { 'kept whole': 9, 'as JSON': 60, [keptAs('date')]: 9 } } },
  ],
  [
    'shown',
    'more came back than JSON can keep',
    { kinds: { figures: { 'kept whole': 9, [keptAs('date')]: 9 } } },
  ],
  ['refuted', 'one came back as something else', came(10, 60, 1)],
  ['unknown', 'none came back', came(0, 0, 0)],
]);

test('it is said which kinds came back as they were put in, and those are not among the changed', () => {
  const figures = { 'kept whole': 9, 'as JSON': 60, [keptAs('date')]: 9, [keptAs('nan')]: 9 };
  const { measured, onlyIf } = judged('C11', 'redis', { kinds: { figures } });
  assert.match(measured, /; exactly as they were put in: nan, date$/);
  assert.doesNotMatch(onlyIf ?? '', /date as|nan as/);
  assert.match(onlyIf ?? '', /map as Object \{\}/);
});
