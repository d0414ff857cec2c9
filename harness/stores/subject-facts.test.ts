import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Subject } from '../model/plan.ts';
import { serverOf, subjectFacts } from './subject-facts.ts';

const promisedBy = (subject: Pick<Subject, 'store' | 'topology' | 'settings'>) =>
  subjectFacts(subject as Subject).promises.map(({ id }) => id);

test('PostgreSQL promises to survive a failover where a commit waits for the standby, and only there', () => {
  const standby = { store: 'postgres', topology: 'standby' } as const;
  const waiting = { synchronous_standby_names: 'any' };
  const of = (settings: Record<string, string>) => promisedBy({ ...standby, settings });
  assert.ok(!promisedBy(standby).includes('survives-failover'));
  assert.ok(of(waiting).includes('survives-failover'));
  assert.ok(of({ ...waiting, synchronous_commit: 'remote_apply' }).includes('survives-failover'));
  for (const commit of ['off', 'local'])
    assert.ok(!of({ ...waiting, synchronous_commit: commit }).includes('survives-failover'), commit);
});

test('what is set so that a crash may lose what was acknowledged promises no longer that it does not', () => {
  const survives = 'survives-server-restart';
  assert.ok(promisedBy({ store: 'postgres' }).includes(survives));
  assert.ok(!promisedBy({ store: 'postgres', settings: { synchronous_commit: 'off' } }).includes(survives));
  assert.ok(promisedBy({ store: 'mysql', topology: 'replica' }).includes(survives));
  const settings = { innodb_flush_log_at_trx_commit: '0' };
  assert.ok(!promisedBy({ store: 'mysql', settings }).includes(survives));
});

test('a server is the one of the store, or the one that it is set to', () => {
  const valkey = { server: 'valkey-server' };
  assert.equal(serverOf({ store: 'redis' }), 'redis-server');
  assert.equal(serverOf({ store: 'redis', settings: { persistence: 'none' } }), 'redis-server');
  for (const store of ['redis', 'node-redis'])
    assert.equal(serverOf({ store, settings: valkey }), 'valkey-server');
  assert.equal(serverOf({ store: 'memory' }), undefined);
});
