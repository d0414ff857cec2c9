import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openHistory } from '../history/writer.ts';
import { ownDoing } from '../history/own-doing.ts';
import { proofExperiments } from '../plan/prove.ts';
import type { Platform } from '../platform/platform.ts';
import { startReaper } from '../process/reaper.ts';
import { runExperiment } from './experiment.ts';

/** The history of an experiment whose app dies of an error of its own before it is ready. */
async function historyOfDeath(hasItsPackages: boolean): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-experiment-'));
  try {
    const [experiment] = proofExperiments(['memory'], 1);
    assert.ok(experiment);
    const reason = "app-1 ended by itself: Cannot find package 'express'";
    const platform: Platform = {
      generatorEnvironment: () => ({}),
      start: ({ onUnplanned }) => {
        for (const line of ownDoing({ failure: 'app-death', instance: 'app-1', atMs: 0, reason }))
          onUnplanned(line);
        return Promise.reject(new Error(reason));
      },
    };
    const file = join(folder, 'history.ndjson');
    {
      await using reaper = startReaper();
      await using history = await openHistory(file);
      await runExperiment(experiment, {
        folder,
        tools: new Map(),
        history,
        reaper,
        platform,
        signal: new AbortController().signal,
        hasItsPackages: () => hasItsPackages,
        task: { onPhase: () => {}, onLine: () => {} },
      });
    }
    return await readFile(file, 'utf8');
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('an app that dies of an error of its own has done so itself', async () => {
  const history = await historyOfDeath(true);
  assert.match(history, /"fault":"app-death".*"byItself":true/);
  assert.match(history, /"note":"app-1 ended by itself: .*"spoils":true/);
});

test('an app that dies while packages are installed anew has not, and what is known of it is nothing', async () => {
  const history = await historyOfDeath(false);
  assert.doesNotMatch(history, /app-death/);
  assert.match(history, /"note":"the npm packages of Holdfast were changed while it ran, .*"spoils":true/);
});
