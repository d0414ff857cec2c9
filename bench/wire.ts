import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startToxiproxy } from '../harness/platform/process/toxiproxy.ts';
import { startReaper } from '../harness/process/reaper.ts';
import { provision } from '../harness/provision/provision.ts';
import type { StoreName } from '../harness/stores/catalogue.ts';
import { load } from './app.ts';
import { inTurn, overRounds, type Ratio } from './rounds.ts';
import { startStore } from './subject.ts';

const WARM_UP_SECONDS = 2;
const TURN_SECONDS = 1;
const TURNS = 4;
const onDeath = (what: string) => console.error(what);

/**
 * Requests a second by the clock of an app whose store's server is behind a toxiproxy that does nothing, over those of one
 * that reaches it by itself: what a plan with faults of the wire costs while none is at work.
 */
export async function benchWire(store: StoreName, rounds: number): Promise<Ratio> {
  const signal = new AbortController().signal;
  await using folder = await mkdtempDisposable(join(tmpdir(), 'holdfast-bench-'));
  await using reaper = startReaper();
  await using running = await startStore(store, reaper);
  const tool = await provision('toxiproxy-server', { signal, report: (line) => console.error(line) });
  const logFile = join(folder.path, 'wires.log');
  await using wires = await startToxiproxy({ name: 'wires', tool, logFile, reaper, signal, onDeath });
  const direct = new URL(running.url ?? '');
  const through = new URL(direct);
  through.port = String(await wires.proxy('bench', direct.host));
  const name = `app on ${store}: through an idle toxiproxy over direct, requests/s by the clock`;
  return await overRounds({ name, rounds, wanted: 0.9 }, async () => {
    await using proxied = await running.startApp(true, through.href);
    await using plain = await running.startApp(true);
    for (const { url } of [proxied, plain]) await load(url, WARM_UP_SECONDS);
    return await inTurn(half(proxied.url), half(plain.url), TURNS);
  });
}

const half = (url: string) => () => load(url, TURN_SECONDS);
