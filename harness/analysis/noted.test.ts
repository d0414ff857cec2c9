import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Noted } from './noted.ts';

test('what several clients noted in the same words stands once, with the sums of what they counted', () => {
  const noted = new Noted();
  const line = { at: 0, spoils: false };
  noted.add({ ...line, note: 'a warning' });
  for (const reads of [2, 3]) noted.add({ ...line, note: 'counted', figures: { reads, 'calls.all': 0 } });
  noted.add({ ...line, note: 'looked for', figures: { found: 0 } });
  noted.add({ ...line, note: 'could count', figures: {} });
  assert.deepEqual(noted.inWords({ reads: 1234.5678, 'calls.all': 0, found: 0 }), [
    'a warning',
    'counted: reads 1,234.57',
    'looked for: nothing',
    'could count: nothing',
  ]);
});
