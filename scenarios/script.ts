/**
 * script: clients do what a script of the user's own has them do (docs/YOUR-PAGES.md), again and again: visits, each
 * step of which is an operation of the history. Whoever kept the cookies from before a logout shows them again, at once
 * and once more at the end; sessions that visits left are looked at in the end.
 */
import type { Visit } from '../protocol/script.ts';
import { Kept } from './lib/kept.ts';
import { lastLook } from './lib/last-look.ts';
import { spoil } from './lib/note.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import { ScriptClient } from './lib/script-client.ts';
import { trial } from './lib/script-trial.ts';
import { makeVisit } from './lib/script-visit.ts';
import { settings } from './lib/settings.ts';

declare function require(file: string): { default?: unknown; ttl?: unknown };

const config = settings('script');
const file = __ENV['SCRIPT'];
if (file === undefined)
  throw new Error('SCRIPT must hold the path of a script, as holdfast run --scenario gives it');
const own = require(file);
if (typeof own.default !== 'function')
  throw new Error('it has no default export that is a function: export default function (visitor) { ... }');
const rows = JSON.parse(__ENV['DATA'] ?? '[]') as Record<string, string>[];
const { options, setup, run: main, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default main;

async function live(run: ClientRun): Promise<void> {
  const script = new ScriptClient(run.client, config);
  const looks = { keys: script.keysOf.bind(script), read: script.look.bind(script) };
  const kept = new Kept(run, config, looks);
  const data = rows[run.index] ?? {};
  const visiting = { run, settings: config, script, kept, data, sessions: 0, texts: 0 };
  const make = (number: number) => makeVisit(own.default as Visit, visiting, number);
  if (__ENV['TRIAL'] !== undefined) return trial(visiting, make, own.ttl);
  for (let number = 1; run.pacer.nextDue < config.durationMs; number++) {
    kept.tidy();
    const wrong = await make(number);
    if (wrong === undefined) continue;
    // It may throw wherever the app was away, or always: what it has not asked for since, nobody knows.
    spoil(config, `the script ended by itself: ${wrong}`, run.clock());
    break;
  }
  lastLook(run, config, { sessions: kept.all(), ...looks });
}
