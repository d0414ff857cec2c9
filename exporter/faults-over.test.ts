import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';
import express from 'express';
import { serve } from '../app/testing.ts';
import { HEADERS, ROUTES } from '../protocol/routes.ts';
import { faultsOver } from './faults-over.ts';

const TOKEN = 'the token of this test';

test('who asks waits until it is said, with the token, that the faults of that experiment are over', async () => {
  await using app = await serve(express().use(faultsOver(TOKEN)));
  const at = (id: string) => `${app.url}${ROUTES.faultsOver}/${encodeURIComponent(id)}`;
  const tell = async (id: string, token: string) =>
    (await fetch(at(id), { method: 'PUT', headers: { [HEADERS.token]: token } })).status;
  let isOver = false;
  const asked = fetch(at('redis/register')).then(({ status }) => {
    isOver = true;
    return status;
  });
  assert.equal(await tell('redis/register', 'a guess'), 403);
  assert.equal(await tell('redis/tabs', TOKEN), 204);
  await delay(50);
  assert.equal(isOver, false);
  assert.equal(await tell('redis/register', TOKEN), 204);
  assert.equal(await asked, 204);
  assert.equal((await fetch(at('redis/register'))).status, 204);
});
