import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SERVER_PROGRAMS, SERVER_URLS } from '../../../../protocol/servers.ts';
import { SERVERS } from './catalogue.ts';

test('every server that a subject may use is one of ours, and is where a subject takes it to be', () => {
  for (const program of SERVER_PROGRAMS) {
    const definition = SERVERS[program];
    assert.equal(definition.program, program);
    assert.equal(definition.url(4242), SERVER_URLS[program].replace('{port}', '4242'));
  }
});
