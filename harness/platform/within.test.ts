import assert from 'node:assert/strict';
import { test } from 'node:test';
import { within } from './within.ts';

test('what comes in time is given, what fails in time fails, and what never comes is an error that names it', async () => {
  assert.equal(await within(60_000, 'nothing came', Promise.resolve(7)), 7);
  await assert.rejects(within(60_000, 'nothing came', Promise.reject(new Error('no'))), /^Error: no$/);
  await assert.rejects(
    within(10, 'it gave no answer', new Promise(() => {})),
    /^Error: it gave no answer within 0\.01 s$/,
  );
});
