import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { FinishedSessions } from './finished-sessions.ts';

test('every name that was added is known, and no other', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 5000 }), fc.nat(), (all, cut) => {
      const added = all.slice(0, cut % (all.length + 1));
      const names = new FinishedSessions();
      for (const name of added) names.add(name);
      const known = new Set(added);
      for (const name of all) assert.equal(names.has(name), known.has(name));
    }),
  );
});
