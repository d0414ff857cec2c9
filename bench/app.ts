import autocannon from 'autocannon';
import { ROUTES } from '../protocol/routes.ts';
import { startReaper } from '../harness/process/reaper.ts';
import type { StoreName } from '../harness/stores/catalogue.ts';
import { inTurn, overRounds, type Ratio } from './rounds.ts';
import { startStore, type BenchApp } from './subject.ts';

const WARM_UP_SECONDS = 2;
const TURN_SECONDS = 1;
const TURNS = 6;
const CONNECTIONS = 10;

/**
 * Throughput of the instrumented app over the same app without metrics and wrapping: requests a second of the app's
 * own processor time, which is what one process can reach with a core to itself. By the clock it would be the
 * generator and the store's server that are measured too, on a machine with fewer cores than there are processes.
 * Every round has new processes: one that was compiled a little luckier would otherwise win them all.
 */
export async function benchApp(store: StoreName, rounds: number): Promise<Ratio> {
  await using reaper = startReaper();
  await using running = await startStore(store, reaper);
  const name = `app on ${store}: instrumented over bare, requests/s`;
  // Awaited here, or the store would be disposed of before the first round.
  return await overRounds({ name, rounds, wanted: 0.95 }, async () => {
    await using observed = await running.startApp(true);
    await using bare = await running.startApp(false);
    for (const { url } of [observed, bare]) await load(url, WARM_UP_SECONDS);
    return await inTurn(
      () => throughput(observed),
      () => throughput(bare),
      TURNS,
    );
  });
}

async function throughput(app: BenchApp): Promise<number> {
  const before = await app.cpuMs();
  const requests = await load(app.url, TURN_SECONDS);
  return requests / (((await app.cpuMs()) - before) / 1000);
}

/** Writes for a while, and says how many requests were answered. */
export async function load(url: string, seconds: number): Promise<number> {
  const { requests } = await autocannon({
    url: `${url}${ROUTES.key}/a`,
    method: 'PUT',
    // A new value each time, or express-session would find nothing to save.
    requests: [
      { setupRequest: (request) => ({ ...request, body: JSON.stringify({ value: Math.random() }) }) },
    ],
    headers: { cookie: await cookieFor(url), 'content-type': 'application/json' },
    connections: CONNECTIONS,
    duration: seconds,
  });
  return requests.total;
}

async function cookieFor(url: string): Promise<string> {
  const response = await fetch(url + ROUTES.session, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ owner: 'bench' }),
  });
  await response.text();
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}
