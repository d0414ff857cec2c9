import assert from 'node:assert/strict';
import { test } from 'node:test';
import { childEnvironment, inherited } from './environment.ts';

const OF_A_USER = {
  PATH: '/bin',
  HOME: '/home/me',
  TZ: 'UTC',
  LC_ALL: 'C',
  NODE_ENV: 'development',
  NODE_OPTIONS: '--max-old-space-size=100',
  HOLDFAST_COOKIE_AGE_MS: '1000',
  HOLDFAST_HOST: '0.0.0.0',
  K6_DURATION: '1h',
  K6_VUS: '50',
  PGHOST: 'elsewhere',
  REDIS_URL: 'redis://elsewhere',
  DEBUG: '*',
  MY_PASSWORD: 'open sesame',
  https_proxy: 'http://proxy',
};

test('a child gets what finds programs and folders, what its plan makes, and nothing else of the user', () => {
  assert.deepEqual(childEnvironment({ HOLDFAST_PORT: '1' }, { from: OF_A_USER }), {
    PATH: '/bin',
    HOME: '/home/me',
    TZ: 'UTC',
    LC_ALL: 'C',
    HOLDFAST_PORT: '1',
  });
});

test('what is passed on by name comes with it, and the plan has the last word', () => {
  const from = OF_A_USER;
  const env = childEnvironment({ PATH: '/made' }, { from, passedOn: ['MY_PASSWORD', 'NOT_THERE', 'PATH'] });
  assert.deepEqual(env, {
    PATH: '/made',
    HOME: '/home/me',
    TZ: 'UTC',
    LC_ALL: 'C',
    MY_PASSWORD: 'open sesame',
  });
});

test('the plan says what every child gets: the words and the time zone as they are, places by their names', () => {
  assert.deepEqual(inherited(OF_A_USER), [
    { name: 'PATH' },
    { name: 'HOME' },
    { name: 'TZ', value: 'UTC' },
    { name: 'LC_ALL', value: 'C' },
  ]);
});
