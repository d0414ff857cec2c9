import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aheadOf, byOwnClock, type Ahead } from './skew.ts';
import { endOf, parseSetCookie } from './set-cookie.ts';

const NOW_MS = Date.UTC(2026, 10, 28, 12, 0, 0, 300);
const at = (ms: number) => new Date(ms).toUTCString();
const HOUR_MS = 3_600_000;
const expires = (ms: number) => `sid=1; Expires=${at(ms)}`;

const endsIn = (line: string, aheadMs: Ahead) => {
  const read = parseSetCookie(line);
  assert.ok(!('unreadable' in read));
  return endOf(byOwnClock(read, aheadMs), NOW_MS) - NOW_MS;
};

test('a clock is as far ahead as its Date, and right where that is missing, is none, or tells no difference', () => {
  assert.equal(aheadOf(at(NOW_MS + HOUR_MS), NOW_MS), HOUR_MS - 300);
  assert.equal(aheadOf(at(NOW_MS - HOUR_MS), NOW_MS), -HOUR_MS - 300);
  for (const date of [undefined, '', 'yesterday', at(NOW_MS), at(NOW_MS + 4000), at(NOW_MS - 4000)])
    assert.equal(aheadOf(date, NOW_MS), 0, date);
});

test('a cookie of a clock that is wrong lives as long as its app meant it to', () => {
  for (const skewMs of [-HOUR_MS, HOUR_MS]) {
    const ahead = aheadOf(at(NOW_MS + skewMs), NOW_MS);
    assert.equal(endsIn(expires(NOW_MS + skewMs + 600_000), ahead), 600_000);
  }
  assert.equal(endsIn(expires(NOW_MS + 600_000), 0), 600_000 - 300);
});

test('what goes by no clock of the app is as it was: an age, and a cookie that is taken back', () => {
  assert.equal(endsIn('sid=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT', HOUR_MS), 60_000);
  assert.equal(endsIn('sid=1', HOUR_MS), Infinity);
  for (const ahead of [-HOUR_MS, HOUR_MS])
    assert.ok(endsIn('sid=; Expires=Thu, 01 Jan 1970 00:00:00 GMT', ahead) < 0);
});

test('where a clock is set on purpose, what has a value stays, and what is taken back goes', () => {
  for (const skewMs of [-HOUR_MS, 0, HOUR_MS])
    assert.equal(endsIn(expires(NOW_MS + skewMs + 600_000), 'unknown'), Infinity);
  assert.equal(endsIn('sid=1; Max-Age=60', 'unknown'), 60_000);
  assert.ok(endsIn('sid=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'unknown') < 0);
  assert.ok(endsIn(`sid=; Expires=${at(NOW_MS - 1000)}`, 'unknown') < 0);
});
