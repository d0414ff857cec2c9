import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bend } from '../../protocol/profile.ts';
import { parseProfile } from './profile.ts';

test('a ramp and a spike are read as the rates that they say', () => {
  assert.equal(new Bend(parseProfile('ramp:10..200', 10_000)).meanRate, 105);
  const spike = parseProfile('spike:100..1000@4s+2s', 10_000);
  assert.ok(Math.abs(new Bend(spike).meanRate - 280) < 1e-9);
});

test('a profile that is none is refused with what is wrong', () => {
  for (const [text, message] of [
    ['ramp', /"ramp" is not a profile; expected ramp:from\.\.to/],
    ['ramp:0..10', /is 0: expected 1 to 100000/],
    ['ramp:1..1000000', /is 1000000/],
    ['spike:1..9@9s+2s', /not within the load \(10 s\)/],
    ['spike:1..9@9s+0s', /not within the load/],
    ['spike:1..9@soon+2s', /"soon" is not a duration/],
  ] as const)
    assert.throws(() => parseProfile(text, 10_000), message);
});
