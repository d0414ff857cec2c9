import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorIn } from './error-line.ts';

const TOLD: Record<string, string> = {
  'Error: connect ECONNREFUSED 127.0.0.1:6379': 'Error: connect ECONNREFUSED 127.0.0.1:6379',
  'AggregateError [ECONNREFUSED]: ': 'AggregateError [ECONNREFUSED]:',
  '[ioredis] Unhandled error event: Error: read ECONNRESET':
    '[ioredis] Unhandled error event: Error: read ECONNRESET',
  '\u001b[31m2026-11-27T15:40:00.123Z ERROR save failed\u001b[39m': 'ERROR save failed',
  '[12:40:00.5] error: no room left': 'error: no room left',
  'java.sql.SQLException: connection is closed': 'java.sql.SQLException: connection is closed',
  '{"level":50,"time":1764257000,"msg":"save","err":{"type":"MongoError","message":"not primary"}}':
    'save: MongoError: not primary',
  '{"level":"error","message":"redis is away"}': 'redis is away',
  '{"severity":"ERROR"}': '{"severity":"ERROR"}',
  '{"note":"no level, but it failed"}': '{"note":"no level, but it failed"}',
  '3 errors while saving': '3 errors while saving',
};

const NOT_TOLD = [
  '',
  'listening on port 3000',
  '    at connect (node:net:1122:18)',
  "  code: 'ECONNREFUSED',",
  '\tat java.base/java.lang.Thread.run(Thread.java:840)',
  '{"level":30,"msg":"error page served"}',
  '{"level":"info","message":"retry after error"}',
  'info: no session, error page served',
  '2026-11-27T15:40:00Z level=info msg="failed over"',
  'GET /login?error=1 302 1 ms',
  'done with 0 errors',
  'job done: errors: null',
  '(node:17) Warning: connect.session() MemoryStore is not designed for a production environment',
];

test('errors are told by their words and levels, without the time and the colours of their line', () => {
  for (const [line, told] of Object.entries(TOLD)) assert.equal(errorIn(line), told, line);
});

test('what tells of no error, or belongs to the line before it, is none', () => {
  for (const line of NOT_TOLD) assert.equal(errorIn(line), undefined, line);
});
