import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOfLine, shownLine } from './parts-of-line.ts';

const secretsIn = (line: string) => partsOfLine(line).flatMap(({ text, secret }) => (secret ? text : []));

for (const [line, secrets] of [
  ['npm start', []],
  ['node server.js --port {port}', []],
  ['REDIS_URL={redis} PORT=3 NODE_ENV=production npm start', []],
  ['SESSION_SECRET=abc npm start', ['abc']],
  [`A="b c" B='d' npm start`, ['"b c"', `'d'`]],
  ['node app.js --token=abc --api-key def --level 3', ['abc', 'def']],
  ['DATABASE_URL=mysql://me:pw@host/db node app.js', ['mysql://me:pw@host/db']],
] as const)
  test(`of "${line}" ${secrets.length} parts are secret, and the line is whole`, () => {
    assert.deepEqual(secretsIn(line), [...secrets]);
    assert.equal(
      partsOfLine(line)
        .map(({ text }) => text)
        .join(''),
      line,
    );
  });

test('people see a mark in place of what is secret', () => {
  assert.equal(shownLine('SECRET=abc npm start --port {port}'), 'SECRET=… npm start --port {port}');
});
