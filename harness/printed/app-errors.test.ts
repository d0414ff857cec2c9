import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppErrors } from './app-errors.ts';

test('the same error of several instances is one, with who printed it how often', () => {
  const errors = new AppErrors();
  errors.add({
    printed: 'app-1',
    text: 'refused 127.0.0.1:7001',
    at: 900,
    count: 2,
    log: 'logs/a/app-1.log',
  });
  errors.add({ printed: 'app-2', text: 'refused 127.0.0.1:7002', at: 800, count: 5, atLeast: true });
  errors.add({ printed: 'app-2', text: 'boom', at: 10, count: 1 });
  assert.deepEqual(errors.most(), [
    {
      text: 'refused 127.0.0.1:#',
      count: 7,
      atLeast: true,
      firstMs: 800,
      instances: [
        { instance: 'app-2', count: 5 },
        { instance: 'app-1', count: 2, log: 'logs/a/app-1.log' },
      ],
    },
    { text: 'boom', count: 1, firstMs: 10, instances: [{ instance: 'app-2', count: 1 }] },
  ]);
});

test('a history of many takes no more memory, and where there are none there is nothing', () => {
  const errors = new AppErrors();
  assert.deepEqual(errors.most(), []);
  for (let at = 0; at < 5000; at++) errors.add({ printed: 'app-1', text: `failed ${at}`, at, count: 1 });
  assert.equal(errors.most()[0]?.count, 1000);
});
