import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutFrames } from './without-frames.ts';

test('an error keeps its words, and not the frames of its stack trace', () => {
  assert.equal(
    withoutFrames(
      'app-1 ended: TypeError: no BigInt at JSON.stringify (<anonymous>) at Loki.serialize (/home/me/shop/node_modules/lokijs/src/lokijs.js:1331:36) at new Pool (file:///home/me/a.js:1:2) at Socket.emit (node:events:514:28) at async Server.<anonymous> [as end] (C:\\me\\b.js:3:4) at /home/me/c.js:5:6; run it again',
    ),
    'app-1 ended: TypeError: no BigInt at JSON.stringify (<anonymous>); run it again',
  );
});

test('of a package and a log it says which, and not where it is', () => {
  assert.equal(
    withoutFrames('it ended (/home/me/reports/a-run/logs/x/app-1.log)'),
    'it ended (logs/x/app-1.log)',
  );
  assert.equal(
    withoutFrames('no /home/me/shop/node_modules/pg/lib/client.js'),
    'no node_modules/pg/lib/client.js',
  );
  assert.equal(withoutFrames('7 of 9 at /probe/about'), '7 of 9 at /probe/about');
});
