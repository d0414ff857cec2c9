import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { HoldfastError, EXIT } from '../errors.ts';
import { ask } from './init/ask.ts';
import { storesBy } from './init/found.ts';
import { configText, type Answers } from './init/text.ts';

const likeliest = (packages: string[], images: string[] = []) =>
  storesBy(new Set(packages), images)[0]?.store;

test('the store of a project is what its packages say', () => {
  assert.equal(likeliest(['express', 'express-session', 'connect-redis', 'ioredis']), 'redis');
  assert.equal(likeliest(['express-session', 'connect-redis', 'redis']), 'node-redis');
  assert.equal(likeliest(['express-session', 'connect-mongo', 'mongoose']), 'mongo');
  assert.equal(
    likeliest(['express-session', 'connect-session-sequelize', 'sequelize', 'pg']),
    'sequelize-postgres',
  );
  assert.equal(likeliest(['express-session', 'pg']), 'memory');
  assert.equal(likeliest(['cookie-session']), 'cookie');
  assert.equal(likeliest(['express']), undefined);
});

test('a service of the compose file decides between two stores, and where there is no package', () => {
  const both = ['express-session', 'connect-mongo', 'mongodb', 'connect-pg-simple', 'pg'];
  assert.equal(likeliest(both, ['postgres:16']), 'postgres');
  assert.equal(likeliest(both, ['mongo:8']), 'mongo');
  assert.equal(likeliest([], ['bitnami/redis:7']), 'redis');
  assert.equal(likeliest(['express-session'], ['postgres:16']), 'memory');
});

const usual: Answers = { subject: { store: 'redis' }, because: 'Found', faults: true, policy: 'production' };

test('faults are of the server only where the store has one', () => {
  assert.match(configText(usual), /'server-restart@9s'/);
  assert.doesNotMatch(configText({ ...usual, subject: { store: 'memory' } }), /server-/);
  assert.doesNotMatch(configText({ ...usual, faults: false }), /faults/);
});

/** Answers by keys, each when its question is there. */
async function asked(...keys: string[]) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const found = [{ store: 'redis', by: 'ioredis' }] as const;
  const questions = /What keeps|Which file|At which|Also an|What is a run/g;
  let [text, answered] = ['', 0];
  output.on('data', (part: Buffer) => {
    text += part.toString();
    const told = new Set(text.match(questions)).size;
    while (answered < told && answered < keys.length) {
      const key = keys[answered++];
      setImmediate(() => (key === 'END' ? input.end() : input.write(key)));
    }
  });
  return ask(found, usual, { input, output });
}

test('three questions are answered by Enter alone with what was found', async () => {
  assert.deepEqual(await asked('\n', '\n', '\n'), usual);
});

test('whoever leaves a question has nothing written', async () => {
  await assert.rejects(
    asked('\n', 'END'),
    (error) => error instanceof HoldfastError && error.exitCode === EXIT.interrupted,
  );
});

test('an app that is up is asked for by its address, and nothing of it is broken', async () => {
  const answers = await asked('app\n', '\n', '\n');
  assert.deepEqual(answers, {
    subject: { target: 'http://127.0.0.1:3000' },
    because: '',
    faults: false,
    policy: 'production',
  });
});
