import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OperationLine } from '../../protocol/history.ts';
import { Session } from './session.ts';

const line = (rest: Partial<OperationLine>): OperationLine => ({
  op: 'read',
  session: 's',
  client: 'c',
  outcome: 'ok',
  due: 0,
  start: 0,
  end: 0,
  ...rest,
});

function born(life: { ttlMs?: number; rolling?: boolean }): Session {
  const session = new Session('s', { home: 'http://127.0.0.1', instances: 1, life });
  session.settle(line({ op: 'create', start: 0, end: 100 }));
  return session;
}

const absentAt = (end: number) => line({ absent: true, start: end - 50, end });

test('a session that is not there is missing only while it certainly lived', () => {
  assert.deepEqual(born({ ttlMs: 3000 }).settle(absentAt(1999)), { missing: true });
  assert.deepEqual(born({ ttlMs: 3000 }).settle(absentAt(2001)), {});
  assert.deepEqual(born({}).settle(absentAt(1e9)), { missing: true });
});

test('a write renews it, and a read where the cookie rolls', () => {
  for (const [op, rolling, missing] of [
    ['write', false, { missing: true }],
    ['read', true, { missing: true }],
    ['read', false, {}],
  ] as const) {
    const session = born({ ttlMs: 3000, rolling });
    session.settle(line({ op, key: 'a', value: 1, start: 1500, end: 1600 }));
    assert.deepEqual(session.settle(absentAt(3000)), missing, `${op} ${rolling}`);
  }
});
