import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outliving } from './suspects.ts';

const crash = (primaryAfter: string) =>
  outliving({ kind: 'server-crash', evidence: { primaryBefore: 'redis-1', primaryAfter } });

test('a crash of the primary in which another takes over is a failover, and one without is a restart of the server', () => {
  assert.equal(crash('redis-2'), 'survives-failover');
  assert.equal(crash('redis-1'), 'survives-server-restart');
  assert.equal(outliving({ kind: 'server-crash', evidence: { pidBefore: 1 } }), 'survives-server-restart');
  assert.equal(outliving({ kind: 'server-crash' }), 'survives-server-restart');
});

test('a loss of power in which another takes over is a failover, too', () => {
  const evidence = { primaryBefore: 'redis-1', primaryAfter: 'redis-2' };
  assert.equal(outliving({ kind: 'server-power-loss', evidence }), 'survives-failover');
  assert.equal(outliving({ kind: 'server-power-loss' }), 'survives-server-restart');
});

test('a pause is outlived by any store, unless another member took over meanwhile', () => {
  assert.equal(outliving({ kind: 'server-pause', evidence: {} }), undefined);
  const evidence = { primaryBefore: 'mongo-1', primaryAfter: 'mongo-3' };
  assert.equal(outliving({ kind: 'server-pause', evidence }), 'survives-failover');
});

test('a full disk is outlived by any store, unless its server ended by that and was started again', () => {
  assert.equal(outliving({ kind: 'server-disk-full', evidence: { refused: 'MISCONF' } }), undefined);
  const evidence = { exit: 'SIGABRT', pidBefore: 1, pidAfter: 2 };
  assert.equal(outliving({ kind: 'server-disk-full', evidence }), 'survives-server-restart');
});
