import assert from 'node:assert/strict';
import { test } from 'node:test';
import { laidOut, topologyFlags } from './run-topology.ts';

test('a store by itself with every default has nothing of it in its plan, however it was said', () => {
  assert.deepEqual(laidOut('redis', {}), {});
  assert.deepEqual(laidOut('redis', { topology: 'standalone', setting: ['persistence=rdb'] }), {});
});

test('what is set goes into the plan in one order, whatever the order of the flags', () => {
  const wanted = {
    topology: 'sentinel',
    settings: { persistence: 'none', 'min-replicas-to-write': '1', wait: '1' },
  };
  const setting = ['wait=1', 'min-replicas-to-write=1', 'persistence=none'];
  const found = laidOut('redis', { topology: 'sentinel', setting });
  assert.deepEqual(found, wanted);
  assert.deepEqual(Object.keys(found.settings ?? {}), Object.keys(wanted.settings));
  assert.deepEqual(topologyFlags({ topology: 'sentinel', setting: ['wait=1'] }), [
    '--topology',
    'sentinel',
    '--setting',
    'wait=1',
  ]);
});

test('what a store cannot have is one message that says what it can', () => {
  const wrong: [store: 'redis' | 'mysql' | 'memory', options: Parameters<typeof laidOut>[1], says: RegExp][] =
    [
      ['mysql', { topology: 'sentinel' }, /mysql cannot be had as sentinel, but as standalone, replica$/],
      ['redis', { topology: 'sentinels' }, /no topology is called "sentinels"\. Did you mean "sentinel"\?/],
      ['redis', { setting: ['wait=1'] }, /wait says nothing of redis as standalone$/],
      ['redis', { setting: ['persistence=aof'] }, /expected rdb, none, aof-everysec, aof-always$/],
      ['redis', { setting: ['persistance=none'] }, /Did you mean "persistence"\?/],
      ['redis', { setting: ['persistence=none', 'persistence=rdb'] }, /was given twice$/],
      ['redis', { setting: ['persistence'] }, /has no value$/],
      ['memory', { setting: ['wait=1'] }, /memory has no settings/],
    ];
  for (const [store, options, says] of wrong) assert.throws(() => laidOut(store, options), says);
});
