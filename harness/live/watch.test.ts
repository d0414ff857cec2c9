import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Experiment } from '../model/plan.ts';
import { startWatch } from './watch.ts';

const experiment = { title: 'register on Redis', load: { durationMs: 60_000 } } as Experiment;
const line = (end: number) =>
  JSON.stringify({ op: 'read', session: 's', client: 'c', outcome: 'ok', due: end - 3, start: end - 2, end });

test('what a run records is seen on the page and in a line while it goes on, and then its report', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-watch-'));
  const report = join(folder, 'report.html');
  await writeFile(report, '<h1>Redis kept all</h1>');
  const heard: string[] = [];
  await using watcher = await startWatch({ port: 0 });
  const address = watcher.address ?? assert.fail();
  const task = watcher.listen(experiment, { onPhase: () => {}, onLine: (each) => heard.push(each) });
  task.onPhase('running');
  for (let at = 1; at <= 100; at++) task.onLine(line(at * 10));
  while (!/served 100 % of 100 operations/.test(watcher.summary)) await delay(20);
  assert.equal(heard.length, 100);
  const page = await (await fetch(address)).text();
  assert.match(page, /<h1>register on Redis<\/h1>/);
  assert.match(page, /running: 1 s of 60 s/);
  assert.match(page, /<dd>100 % of 100<\/dd>/);
  const events = fetch(`${address}events`).then((response) => response.text());
  await delay(50);
  watcher.over(report);
  const closed = watcher[Symbol.asyncDispose]();
  assert.match(await events, /event: over\ndata: "report"/);
  assert.equal(await (await fetch(`${address}report`)).text(), '<h1>Redis kept all</h1>');
  await closed;
  await rm(folder, { recursive: true });
});

test('a run is watched without a page as well, and a port that somebody has is a wrong use', async () => {
  await using watcher = await startWatch({ port: undefined });
  assert.equal(watcher.address, undefined);
  await using served = await startWatch({ port: 0 });
  const port = Number(new URL(served.address ?? '').port);
  await assert.rejects(startWatch({ port }), /could not be served.*EADDRINUSE/s);
});
