import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Attempt, type Read, wasAway } from './was-away.ts';

const USUAL_MS = 50;
/** A read every 50 ms that takes 10, up to then. */
const usual = (from: number, to: number): Read[] =>
  Array.from({ length: Math.floor((to - from) / USUAL_MS) }, (_, index) => {
    const began = from + index * USUAL_MS;
    return { began, ended: began + 10, isGiven: true };
  });
/** An attempt every 20 ms, refused in that time. */
const attempts = (from: number, to: number): Attempt[] =>
  Array.from({ length: 100 }, (_, index) => ({
    at: index * 20,
    isRefused: index * 20 >= from && index * 20 <= to,
  }));

test('a read that failed says that the server was away', () => {
  assert.equal(wasAway([...usual(0, 500), { began: 500, ended: 1500, isGiven: false }], []), true);
});

test('so does one that was held for as long as connections were refused', () => {
  const held = { began: 510, ended: 1050, isGiven: true };
  assert.equal(wasAway([...usual(0, 500), held, ...usual(1100, 1500)], attempts(500, 1000)), true);
});

test('an app that gave out its session all the while has it elsewhere', () => {
  assert.equal(wasAway(usual(0, 1500), attempts(500, 1000)), false);
});

test('one read that was held for a part of it is chance', () => {
  const held = { began: 510, ended: 800, isGiven: true };
  assert.equal(wasAway([...usual(0, 500), held, ...usual(810, 1500)], attempts(500, 1000)), false);
  const late = { began: 700, ended: 1200, isGiven: true };
  assert.equal(wasAway([...usual(0, 700), late], attempts(500, 1000)), false);
});

test('nothing is said of a time too short for five reads, nor where none was refused or read before', () => {
  const held = { began: 500, ended: 800, isGiven: true };
  assert.equal(wasAway([...usual(0, 500), held], attempts(500, 700)), false);
  assert.equal(wasAway([...usual(0, 500), held], attempts(5000, 5000)), false);
  assert.equal(wasAway([{ ...held, ended: 1200 }], attempts(500, 1000)), false);
});
