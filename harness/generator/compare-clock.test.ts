import assert from 'node:assert/strict';
import { test } from 'node:test';
import express from 'express';
import { serve } from '../../app/testing.ts';
import { comparedClock } from './compare-clock.ts';

const AHEAD_MS = 5000;
const epochMs = Date.now();
const clock = () => performance.timeOrigin + performance.now() - epochMs;

test('a clock is compared with one that is ahead, to within what is said of the error', async () => {
  const there = express().get('/', (_request, response) => {
    response.type('text/plain').send((performance.timeOrigin + performance.now() + AHEAD_MS).toFixed(3));
  });
  await using app = await serve(there);
  const line = await comparedClock(app.url, { epochMs, clock });
  assert.ok(line !== undefined && line.error > 0);
  assert.ok(Math.abs(line.offset - AHEAD_MS) <= line.error, JSON.stringify(line));
  assert.ok(line.at <= clock());
});

test('where nobody tells the time there is no comparison', async () => {
  const there = express().get('/', (_request, response) => {
    response.send('noon');
  });
  await using app = await serve(there);
  assert.equal(await comparedClock(app.url, { epochMs, clock }), undefined);
});
