import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whenExpired } from './expiry.ts';

test('how early and how late sessions expire is one sentence', () => {
  const bands = [{ fromMs: -1000, toMs: -750, looks: 12, gone: 0 }];
  assert.equal(
    whenExpired({ expiry: { firstGoneMs: -595, lastThereMs: 1240, bands } }),
    'of sessions made and asked for once (12 looks about the TTL) the first was gone 595 ms before its TTL, and the last was there 1.24 s after its TTL',
  );
  assert.equal(whenExpired({ expiry: null }), undefined);
});
