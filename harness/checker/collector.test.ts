import assert from 'node:assert/strict';
import test from 'node:test';
import { Collector } from './collector.ts';
import { sessionFacts } from './facts/session.ts';
import { lostWrite } from './lost-write.ts';
import { ttlPolicyOf } from '../model/ttl-policy.ts';

const policy = ttlPolicyOf({ experiment: 'e', epochMs: 0 });

test('a checker that throws says why, and is asked no more', () => {
  let asked = 0;
  const collector = new Collector(
    {
      ...lostWrite,
      check() {
        asked++;
        throw new TypeError('no such field');
      },
    },
    { named: () => undefined, counted: () => undefined, place: () => 0 },
    0,
  );
  const how = { isExplained: false };
  collector.session(sessionFacts('s', [], policy, how), policy, how);
  collector.session(sessionFacts('t', [], policy, how), policy, how);
  assert.equal(collector.failure, 'no such field');
  assert.equal(asked, 1);
});
