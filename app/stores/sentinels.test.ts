import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentinelsIn } from './sentinels.ts';

test('the address of a Redis behind sentinels names them all, and what they call it', () => {
  assert.deepEqual(
    sentinelsIn('redis+sentinel://127.0.0.1/holdfast?sentinel=127.0.0.1:7001&sentinel=[::1]:7002'),
    {
      name: 'holdfast',
      sentinels: [
        { host: '127.0.0.1', port: 7001 },
        { host: '[::1]', port: 7002 },
      ],
    },
  );
  assert.deepEqual(
    sentinelsIn('redis+sentinel://127.0.0.1/holdfast?sentinel=127.0.0.1:7001&nat=127.0.0.1:1,127.0.0.1:2')
      ?.natMap,
    { '127.0.0.1:1': { host: '127.0.0.1', port: 2 } },
  );
  assert.equal(sentinelsIn('redis://127.0.0.1:6379'), undefined);
});
