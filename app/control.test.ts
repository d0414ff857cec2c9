import assert from 'node:assert/strict';
import { test } from 'node:test';
import express from 'express';
import { HEADERS, ROUTES } from '../protocol/routes.ts';
import { control } from './control.ts';
import { serve } from './testing.ts';

const TOKEN = 'the token of this test';

test('ten wrong tokens in a minute close the control routes, to the right one as well, and each is in the log', async (t) => {
  const said = t.mock.method(console, 'warn', () => {});
  await using app = await serve(express().use(control({ token: TOKEN, instance: 'app-1' })));
  const statusOf = async (token?: string) => {
    const headers = token === undefined ? {} : { [HEADERS.token]: token };
    return (await fetch(app.url + ROUTES.collect, { method: 'POST', headers })).status;
  };
  // Started without --expose-gc: what answers so was let in.
  assert.equal(await statusOf(TOKEN), 501);
  for (let count = 0; count < 9; count++) assert.equal(await statusOf(`guess ${count}`), 403);
  assert.equal(await statusOf(TOKEN), 501);
  assert.equal(await statusOf(), 403);
  assert.equal(await statusOf('guess'), 429);
  assert.equal(await statusOf(TOKEN), 429);
  assert.equal(said.mock.callCount(), 10);
  assert.match(
    String(said.mock.calls.at(-1)?.arguments[0]),
    /^control: a request from .* without the right token, 10 of 10 in a minute$/,
  );
});

test('a process that is told to block does nothing else meanwhile, and only with the token', async () => {
  await using app = await serve(express().use(control({ token: TOKEN, instance: 'app-1' })));
  const block = (ms: string, token: string) =>
    fetch(`${app.url}${ROUTES.block}?ms=${ms}`, { method: 'POST', headers: { [HEADERS.token]: token } });
  for (const ms of ['', '0', '-1', '60001', 'long']) assert.equal((await block(ms, TOKEN)).status, 400, ms);
  let ticks = 0;
  const ticking = setInterval(() => ticks++, 1);
  const answer = await block('300', TOKEN);
  clearInterval(ticking);
  const { blockedMs } = (await answer.json()) as { blockedMs: number };
  assert.ok(blockedMs >= 299, `${blockedMs} ms`);
  assert.ok(ticks < 250, `${ticks} ticks of this very process`);
});
