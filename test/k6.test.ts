import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import session from 'express-session';
import express from 'express';
import getPort from 'get-port';
import { observedApp, serve } from '../app/testing.ts';
import { AppProcess } from '../harness/platform/process/app.ts';
import { startReaper } from '../harness/process/reaper.ts';
import { judgeHistory } from '../harness/checker/judge-history.ts';
import { proofExperiments } from '../harness/plan/prove.ts';
import { provision } from '../harness/provision/provision.ts';
import { HEADERS } from '../protocol/routes.ts';
import { exporter } from '../exporter/exporter.ts';
import { CLOCK_ROUTE } from '../protocol/reference-clock.ts';
import { holdfast, nothingLeft, temporaryFolder } from './holdfast.ts';

const TOKEN = 'a-token-of-the-tests';
const SCENARIO = fileURLToPath(new URL('../scenarios/register.ts', import.meta.url));
const signal = new AbortController().signal;

/** The app on MemoryStore, started again whenever it ends, as a supervisor would. */
async function supervisedApp(folder: string): Promise<AsyncDisposable & { url: string }> {
  const reaper = startReaper();
  const [experiment] = proofExperiments(['memory'], 1);
  assert.ok(experiment);
  let ends = false;
  const app: AppProcess = new AppProcess({
    subject: experiment.subject,
    index: 0,
    port: await getPort({ host: '127.0.0.1' }),
    storeUrl: undefined,
    controlToken: TOKEN,
    logFile: join(folder, 'app.log'),
    reaper,
    signal,
    onDeath: () => {
      if (!ends) void app.start();
    },
    onUnplanned: () => {},
  });
  await app.start();
  return {
    url: app.url,
    async [Symbol.asyncDispose]() {
      ends = true;
      await app[Symbol.asyncDispose]();
      await reaper[Symbol.asyncDispose]();
    },
  };
}

/** Runs the scenario as the README says, and gives its exit code, its summary and its history. */
async function k6(url: string, settings: Record<string, string>, segment: readonly string[] = []) {
  const { path } = await provision('k6', { signal, report: () => {} });
  const given = { TARGET: url, CLIENTS: '5', RATE: '100', DURATION_MS: '3000', RECORD: 'true' };
  const env = Object.entries({ ...given, ...settings });
  const flags = env.flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const run = await execa(path, ['run', '--quiet', '--log-format', 'raw', ...segment, ...flags, SCENARIO], {
    reject: false,
  });
  const history = run.stderr.split('\n').filter((line) => line.startsWith('{"'));
  return { code: run.exitCode, summary: run.stdout, history: `${history.join('\n')}\n` };
}

test('two k6 with a part of the clients each make one history, by their clocks as they were compared', async () => {
  await using folder = await temporaryFolder();
  {
    await using app = await supervisedApp(folder.path);
    await using time = await serve(exporter([]));
    const segments = ['0:1/2', '1/2:1'].map((segment) => [
      '--execution-segment',
      segment,
      '--execution-segment-sequence',
      '0,1/2,1',
      // Of two at once only one could have the port of its control API.
      '--address',
      '',
    ]);
    const parts = await Promise.all(
      segments.map((segment) => k6(app.url, { CLOCK: `${time.url}${CLOCK_ROUTE}` }, segment)),
    );
    const files = parts.map((_, index) => join(folder.path, `${index}.ndjson`));
    await Promise.all(parts.map(({ history }, index) => writeFile(files[index] as string, history)));
    const alone = await holdfast(['check', files[0] as string]);
    assert.equal(alone.code, 2, 'a part alone is not whole');
    const output = join(folder.path, 'history.ndjson');
    const merged = await holdfast(['merge', ...files, '--output', output]);
    assert.equal(merged.code, 0, merged.stderr);
    assert.match(merged.stdout, /clocks known to \d/);
    const checked = await holdfast(['check', output]);
    assert.equal(checked.code, 0, checked.stdout + merged.stdout);
    const atOnce = await holdfast(['check', ...files]);
    assert.equal(atOnce.code, 0, atOnce.stderr);
    assert.equal(atOnce.stdout, checked.stdout);
    assert.match(atOnce.stderr, /2 histories, .* merged as they were read\n.*clocks known to \d/);
    const again = await holdfast(['merge', ...files, '--output', output]);
    assert.equal(again.code, 64);
  }
  await nothingLeft();
});

test('a scenario runs by itself: its thresholds hold, and its history is judged as a pass', async () => {
  await using folder = await temporaryFolder();
  {
    await using app = await supervisedApp(folder.path);
    const { code, summary, history } = await k6(app.url, {});
    assert.equal(code, 0, summary);
    assert.match(summary, /session_missing\W+0\.00%/);
    const file = join(folder.path, 'history.ndjson');
    await writeFile(file, history);
    const checked = await holdfast(['check', file]);
    assert.equal(checked.code, 0, checked.stdout);
  }
  await nothingLeft();
});

test('a scenario restarts the app in the middle through the control route, and its thresholds show the loss', async () => {
  await using folder = await temporaryFolder();
  {
    await using app = await supervisedApp(folder.path);
    const settings = { RESTART_AT_MS: '1000', CONTROL_TOKEN: TOKEN };
    const { code, summary, history } = await k6(app.url, settings);
    // 99 is k6's exit code for thresholds that were crossed.
    assert.equal(code, 99, summary);
    assert.match(summary, /✗ 'rate==0' rate=/);
    const file = join(folder.path, 'history.ndjson');
    await writeFile(file, history);
    const checked = await holdfast(['check', file]);
    assert.equal(checked.code, 1, checked.stdout);
    assert.match(checked.stdout, /lost-session/);
  }
  await nothingLeft();
});

test('without the token the control route changes nothing, and the scenario passes', async () => {
  await using folder = await temporaryFolder();
  await using app = await supervisedApp(folder.path);
  const { code } = await k6(app.url, { RESTART_AT_MS: '1000', CONTROL_TOKEN: 'not the token at all' });
  assert.equal(code, 0);
});

test('an app whose cookies end with the browser keeps its sessions all the same', async () => {
  const app = express();
  app.use((_request, response, next) => {
    response.setHeader(HEADERS.instance, 'app-1');
    next();
  });
  app.use(observedApp(new session.MemoryStore(), 'awaited').app);
  await using served = await serve(app);
  const { code, summary, history } = await k6(served.url, { DURATION_MS: '1000' });
  assert.equal(code, 0, summary);
  const [judged] = (await judgeHistory(Readable.from([Buffer.from(history)]))).experiments;
  assert.deepEqual(judged?.judgement.anomalyCounts, {});
});

test('a setting that cannot be used ends the scenario with its name', async () => {
  const { path } = await provision('k6', { signal, report: () => {} });
  const run = await execa(path, ['run', '--quiet', '-e', 'RATE=fast', SCENARIO], { reject: false });
  assert.notEqual(run.exitCode, 0);
  assert.match(run.stderr, /RATE must be a number from 0 on, not \\?"fast\\?"/);
});
