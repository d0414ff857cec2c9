import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explained, typed } from './explain.ts';

test('commands in an error are called by what runs here, each once', () => {
  const here = 'npm run holdfast --';
  assert.equal(explained({ message: 'no k6', next: 'holdfast doctor' }), `no k6\n  Try: ${here} doctor`);
  assert.equal(typed('holdfast check x, then holdfast gate x', here), `${here} check x, then ${here} gate x`);
  assert.equal(
    typed(typed('Try: holdfast doctor', 'npx holdfast'), 'npx holdfast'),
    'Try: npx holdfast doctor',
  );
  assert.equal(typed(typed('Try: holdfast doctor', here), here), `Try: ${here} doctor`);
  assert.equal(
    typed('the folder holdfast check-ins, Holdfast runs', here),
    'the folder holdfast check-ins, Holdfast runs',
  );
});
