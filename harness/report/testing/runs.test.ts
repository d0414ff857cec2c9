import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resultsSchema } from '../../model/results.ts';
import * as runs from './runs.ts';

test('every made-up run is one that results.json could hold', () => {
  const made = [
    runs.allShown(),
    runs.hundredsOfAnomalies(),
    runs.mongoMissing(),
    runs.generatorSaturated(),
    runs.spotless(),
    runs.emptyRun(),
    runs.named('<b>"x"&'),
  ];
  for (const results of made) assert.deepEqual(resultsSchema.parse(results), results);
});
